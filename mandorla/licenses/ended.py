"""The end of a community in a few words, for the header of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.communities.header import Ended
from mandorla.communities.models import Succession
from mandorla.licenses.models import Ending

if TYPE_CHECKING:
    from datetime import date, datetime

    from mandorla.communities.models import Community
    from mandorla.people.models import Person


def give_up_end(community: Community, *, by: Person | None, at: datetime) -> None:
    """A community that goes on after all is not brought to its end any more."""
    ending = Ending.under_way(community)
    if ending is not None:
        ending.step("give_up", ended_by=by, ended_at=at)


def refuse_half_ended(community: Community, *, on: date, by: Person | None, at: datetime) -> None:
    """One whose end is under way closes in its steps, and not past them.

    Raises:
        Refused: Its end is under way.
    """
    if Ending.under_way(community) is not None:
        raise Refused(_("Its end is under way: close it there, when everything has an heir."))


def read_end(community: Community) -> Ended:
    """Its last day, and where it goes on."""
    if community.has_closed:
        rows = Succession.objects.filter(before=community).exclude(kind="heir").named()
        went_on = tuple((row.after.name, row.after.slug) for row in rows)
        return Ended(last_on=community.closed_on, went_on=went_on)
    ending = Ending.under_way(community)
    return Ended(last_on=ending.last_on if ending else None)
