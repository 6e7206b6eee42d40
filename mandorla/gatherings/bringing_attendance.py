"""What an attendance file would change at a gathering, and keeping what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.gatherings.attendance_files.found import FORMATS
from mandorla.gatherings.attendance_files.read import read_attendance
from mandorla.gatherings.matching import GUEST, match
from mandorla.gatherings.models import Attendance
from mandorla.gatherings.models.attendance import refuse_outside_its_time

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from mandorla.gatherings.attendance_files import AttendanceFile
    from mandorla.gatherings.attendance_files.found import Order
    from mandorla.gatherings.matching import Matched
    from mandorla.gatherings.models import Gathering
    from mandorla.people.models import Person


@dataclass(frozen=True)
class Change:
    """What a file would change, before anything is written.

    Attributes:
        found: What was read.
        matched: Whom it is about.
        held_on: The day of the gathering, when the file is about another one; else None.
        again: How many of those known by address are noted as there already.
        gone: How many an earlier file named and this one does not name for sure.
    """

    found: AttendanceFile
    matched: Matched
    held_on: date | None
    again: int
    gone: int

    @property
    def source(self) -> str:
        """What kind of file it is, in words."""
        return str(FORMATS[self.found.format])

    @property
    def other_day(self) -> str:
        """That the file is about another day than the gathering, in a sentence; else nothing."""
        if self.held_on is None:
            return ""
        return _("The file is about {file_day}, the gathering was on {day}.").format(
            file_day=date_format(self.found.days[0], "j F Y"),
            day=date_format(self.held_on, "j F Y"),
        )

    @property
    def guests(self) -> int:
        """How many are guests for sure."""
        return len(self.matched.strangers) + len(self.matched.nameless)


def look(
    data: bytes, *, file: str, order: Order | None, gathering: Gathering, at: datetime
) -> Change:
    """Read a file for a gathering; nothing is written.

    Raises:
        Refused: It cannot be read, its dates have to be explained, or the gathering takes nobody.
    """
    refuse_outside_its_time(gathering, at=at)
    found = read_attendance(data, file=file, order=order)
    if found.question:
        sentence = _(
            "“{date}” can be read with the day or with the month first, and how long people were "
            "there depends on it. Say which it is, and choose the file again."
        )
        raise Refused(sentence.format(date=found.question))
    matched = match(found, community=gathering.community)
    day = gathering.starts_at.astimezone(ZoneInfo(gathering.series.zone)).date()
    before = _noted(gathering)
    named = {one.pk for one in matched.known}
    return Change(
        found=found,
        matched=matched,
        held_on=day if found.days and day not in found.days else None,
        again=len(named & before.keys()),
        gone=sum(1 for pk, way in before.items() if way == "file" and pk not in named),
    )


def _noted(gathering: Gathering) -> dict[int, str]:
    if not gathering.is_kept:
        return {}
    rows = Attendance.objects.filter(gathering=gathering)
    return dict(rows.values_list("person", "way"))


def bring(
    found: AttendanceFile,
    *,
    gathering: Gathering,
    choices: Mapping[int, int],
    by: Person | None,
    at: datetime,
) -> int:
    """Keep what a file says; what an earlier file said is replaced.

    Args:
        found: What was read.
        gathering: Kept.
        choices: For each place in the file that a name stands at, the person, or `GUEST`.
        by: Who brings it.
        at: The moment.

    Returns:
        How many were there, guests included.

    Raises:
        Refused: A name is not decided, or the gathering takes nobody any more.
    """
    matched = match(found, community=gathering.community)
    seconds, guests = matched.named(choices)
    source = str(FORMATS[found.format])
    Attendance.enter(
        gathering=gathering, seconds=seconds, guests=guests, source=source, by=by, at=at
    )
    return len(seconds) + guests


def all_guests(matched: Matched) -> dict[int, int]:
    """Every name that nobody confirmed is a guest."""
    return {name.place: GUEST for name in matched.unsure}
