"""An attendance file between looking at it and keeping what it says.

It goes through the page as signed text, so that nothing of it lies on the server in between and
nothing has to be removed when nobody comes back.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.core import signing
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.core.stay import Stay, seconds_there
from mandorla.gatherings.attendance_files import AttendanceFile, Attended

if TYPE_CHECKING:
    from mandorla.gatherings.models import Gathering

LARGEST: Final = 2_000_000  # letters, which a form may carry back
LONGEST_AGE: Final = 24 * 3600  # seconds from looking at it to keeping it
_SALT: Final = "an attendance file that was read"


def sealed(found: AttendanceFile, *, gathering: Gathering) -> str:
    """What a page carries from what it shows to what it does.

    Raises:
        Refused: It is more than a page can carry.
    """
    told = {
        "for": _mark(gathering),
        "format": found.format,
        "days": [day.isoformat() for day in found.days],
        "people": [_person(one) for one in found.people],
    }
    text = signing.dumps(told, salt=_SALT, compress=True)
    if len(text) > LARGEST:
        raise Refused(_("The file has too many people for a page. Bring it through the API."))
    return text


def unsealed(text: str, *, gathering: Gathering) -> AttendanceFile:
    """What was sealed for a gathering, as far as it is needed to keep it.

    Raises:
        Refused: It is something else, or was looked at too long ago.
    """
    try:
        told = signing.loads(text, salt=_SALT, max_age=LONGEST_AGE)
    except signing.BadSignature:
        told = {"for": None}
    if told["for"] != _mark(gathering):
        raise Refused(_("This is not what was shown before. Choose the file again."))
    return AttendanceFile(
        format=told["format"],
        title="",
        starts_at=None,
        ends_at=None,
        days=tuple(date.fromisoformat(day) for day in told["days"]),
        order=None,
        question="",
        people=tuple(_attended(one) for one in told["people"]),
        problems=(),
    )


def _mark(gathering: Gathering) -> list[object]:
    return [gathering.series_id, gathering.planned_on.isoformat()]


def _person(one: Attended) -> list[object]:
    stays = [[_text(stay.start), _text(stay.end), stay.seconds] for stay in one.stays]
    return [one.name, one.also, one.email, one.account, one.kind, stays]


def _attended(told: list[Any]) -> Attended:
    name, also, email, account, kind, stays = told
    there = tuple(Stay(_moment(start), _moment(end), seconds) for start, end, seconds in stays)
    return Attended(
        name=name,
        also=also,
        email=email,
        account=account,
        kind=kind,
        stays=there,
        seconds=seconds_there(there),
        rows=(),
    )


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
