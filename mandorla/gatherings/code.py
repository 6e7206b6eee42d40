"""The short code on the screen, by which those who are in the room say that they are."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.communities.models.closed import refuse_closed
from mandorla.gatherings.models import Gathering
from mandorla.gatherings.models.attendance import opens_at

if TYPE_CHECKING:
    from datetime import datetime

WORKS: Final = timedelta(hours=12)  # after the gathering is over by plan
SIGNS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that looks like another
LENGTH: Final = 5


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


def by_code(code: str, *, at: datetime) -> Gathering | None:
    """The gathering that takes place about now and has this code."""
    wanted = "".join(code.split()).replace("-", "").upper()
    if not wanted:
        return None
    rows = Gathering.objects.filter(code=wanted).select_related("series", "community")
    found = rows.exclude(state="cancelled").first()
    if found is None or not opens_at(found) <= at <= found.ends_at + WORKS:
        return None
    return found
