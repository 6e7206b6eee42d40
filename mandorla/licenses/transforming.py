"""A community becomes another kind: same people, same history, a new charter and license."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from mandorla.base import indicators
from mandorla.base.errors import Refused
from mandorla.communities.charter_fields import FIELD_NAMES
from mandorla.communities.models import Archetype, Charter
from mandorla.licenses.models import License
from mandorla.licenses.models.license import ASKED

if TYPE_CHECKING:
    from datetime import date, datetime

    from mandorla.communities.models import Community
    from mandorla.people.models import Person


def transform(
    community: Community,
    *,
    archetype: str,
    reason: str,
    license: str,
    by: Person,
    at: datetime,
    on: date,
) -> License | None:
    """The community is of another kind from now on, and says so in a new charter.

    What it operates under ends by a decision; an application for a new license is begun. The
    versions of its charter before, its decisions and everything it keeps stay as they are.

    Args:
        community: Which goes on.
        archetype: The key of the kind.
        reason: Why, as everybody in it reads it.
        license: What is applied for: "trial" or "full".
        by: Who transforms it; where a license runs, somebody who decides on it.
        at: The moment.
        on: The day, in the time zone of the organization.

    Returns:
        The application that is begun; None when there was one already.

    Raises:
        Refused: There is no such kind, a draft of its charter is there already, or it ends.
        NotAllowed: A license runs, and this person does not decide on it.
        Stale: Somebody else was first.
    """
    kind = Archetype.in_use().get(archetype)
    if kind is None or not reason.strip():
        raise Refused(_("Choose what it becomes, and say why."))
    with transaction.atomic():
        _end_license(community, reason, by=by, at=at, on=on)
        community.transform(archetype=archetype, words=kind.name, by=by, at=at)
        charter = Charter.draft(community=community, by=by, at=at)
        charter.write(
            texts={name: text for name, text in kind.charter.items() if name in FIELD_NAMES},
            forces={
                "benefit": list(kind.benefits),
                "concern": list(kind.concerns),
                "payoff": list(kind.payoffs),
            },
            review_on=None,
            edits=charter.edits,
        )
        if License.objects.filter(community=community, state__in=ASKED).exists():
            return None
        return License.draft(community=community, kind=license, by=by, at=at)


def _end_license(community: Community, reason: str, *, by: Person, at: datetime, on: date) -> None:
    running = License.objects.granted().filter(community=community).first()
    if running is None:
        return
    running.community = community
    known = indicators.read_all([community.pk], at=at)[community.pk]
    evidence = indicators.plain(known)
    running.decide("transform", reason=reason.strip(), evidence=evidence, by=by, at=at, on=on)
