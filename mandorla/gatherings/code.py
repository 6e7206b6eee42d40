"""The short code on the screen, by which those who are in the room say that they are."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.communities.models.closed import refuse_closed
from mandorla.gatherings.models import Gathering
from mandorla.gatherings.models.attendance import opens_at

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.people.models import Person

WORKS: Final = timedelta(hours=12)  # after the gathering is over by plan
SIGNS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that looks like another
LENGTH: Final = 5
MOST_TRIED: Final = 10  # codes that are none, by one person
TRIED_SECONDS: Final = 600  # until they are forgotten


def show_code(*, gathering: Gathering) -> str:
    """The gathering has a code that those who are there can type; the same one as long as it has.

    Raises:
        Refused: It was cancelled, or the community has closed.
    """
    refuse_closed(gathering.community)
    if gathering.state == "cancelled":
        raise Refused(_("This gathering was cancelled."))
    while not gathering.code:
        code = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))
        rows = Gathering.objects.filter(pk=gathering.pk, code="")
        try:
            with transaction.atomic():
                rows.update(code=code)
        except IntegrityError:  # another gathering has this code
            continue
        gathering.refresh_from_db(fields=["code"])  # of whoever was first
    return gathering.code


def by_code(code: str, *, by: Person, at: datetime) -> Gathering | None:
    """The gathering that takes place about now, or runs, and has this code.

    Whoever tries codes that are none waits after some: one would be right in the end.

    Args:
        code: As somebody typed it.
        by: Who typed it.
        at: The moment.

    Raises:
        Refused: The person typed too many that were none.
    """
    wanted = "".join(code.split()).replace("-", "").upper()
    if not wanted:
        return None
    tried = f"codes-refused-{by.pk}"
    if cache.get(tried, 0) >= MOST_TRIED:
        raise Refused(_("These were too many codes that are none. Wait ten minutes."))
    rows = Gathering.objects.filter(code=wanted).select_related("series", "community")
    found = rows.exclude(state="cancelled").first()
    if found is None or not _takes(found, at=at):
        cache.set(tried, cache.get(tried, 0) + 1, TRIED_SECONDS)
        return None
    return found


def _takes(gathering: Gathering, *, at: datetime) -> bool:
    """Whether its code works: around its time, and as long as it runs, whenever it was started."""
    is_near = opens_at(gathering) <= at <= gathering.ends_at + WORKS
    return gathering.state == "running" or is_near
