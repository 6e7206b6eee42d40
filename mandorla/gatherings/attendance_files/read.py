"""From the bytes of an attendance file to who was there: which format, which order of dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.gatherings.attendance_files.found import AttendanceFile
from mandorla.gatherings.attendance_files.headings import fact_of, says_original
from mandorla.gatherings.attendance_files.joined_left import read_joined_left
from mandorla.gatherings.attendance_files.lines import lines_of
from mandorla.gatherings.attendance_files.meet import read_meet
from mandorla.gatherings.attendance_files.moments import ORDERS
from mandorla.gatherings.attendance_files.rows import Reading, known_day
from mandorla.gatherings.attendance_files.tables import take_apart
from mandorla.gatherings.attendance_files.teams import read_teams
from mandorla.gatherings.attendance_files.zoom import read_zoom

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mandorla.gatherings.attendance_files.found import Order
    from mandorla.gatherings.attendance_files.gathered import Everybody
    from mandorla.gatherings.attendance_files.tables import Parts

_READERS: dict[str, Callable[[Parts, Reading], Everybody]] = {
    "teams": read_teams,
    "teams_list": read_joined_left,
    "teams_live": read_joined_left,
    "zoom": read_zoom,
    "meet": read_meet,
}


@dataclass(frozen=True)
class _Version:
    """A file as it reads in one order of day and month."""

    found: AttendanceFile
    reading: Reading

    @property
    def durations(self) -> list[int | None]:
        return [attended.seconds for attended in self.found.people]


def read_attendance(data: bytes, *, file: str, order: Order | None = None) -> AttendanceFile:
    """Read an attendance file of Microsoft Teams, Zoom or Google Meet.

    Args:
        data: The whole file, as downloaded or saved again from a spreadsheet.
        file: What it is called, for messages.
        order: Whether the day or the month stands first in its dates, when somebody said so.

    Raises:
        Refused: It is empty, too large, no attendance file, or its dates contradict each other.
    """
    parts = take_apart(lines_of(data))
    kind = _format_of(parts)
    versions = [
        _read(parts, kind, file=file, order=each) for each in ([order] if order else ORDERS)
    ]
    possible = [version for version in versions if version.reading.clock.is_possible]
    if not possible:
        raise Refused(_impossible(order))
    found = _decide(possible)
    if not found.people:
        raise Refused(_("The file has headings and no people below them."))
    return found


def _format_of(parts: Parts) -> str:
    """Which program wrote a file.

    Raises:
        Refused: None that is known.
    """
    people = [table for table in parts.tables if table.names_people]
    if any(table.has("action", "moment", "session") for table in people):
        return "teams_live"
    if any(table.has("action", "moment") for table in people):
        return "teams_list"
    timed = [t for t in people if t.has("seconds") or t.has("start") or t.has("end")]
    if any(says_original(t.head.cells) or t.has("guest") or t.has("waiting") for t in timed):
        return "zoom"
    if any(table.has("first_name", "last_name") for table in timed):
        return "meet"
    if timed or (people and any(fact_of(word) for word, _value in parts.facts)):
        return "teams"
    raise Refused(
        _(
            "This is no attendance file that Mandorla knows: it looks for the report of a meeting "
            "in Microsoft Teams, Zoom or Google Meet, with when or how long people were there."
        )
    )


def _read(parts: Parts, kind: str, *, file: str, order: Order) -> _Version:
    reading = Reading(file=file, order=order)
    for line in parts.unread:
        reading.note(line.number, _("The row is not understood; it is not used."))
    people = _READERS[kind](parts, reading).attended()
    title, start, end = _facts(parts, reading)
    stays = [stay for attended in people for stay in attended.stays]
    if start is None:
        start = min((stay.start for stay in stays if stay.start), default=None)
    if end is None:
        end = max((stay.end for stay in stays if stay.end), default=None)
    start, end = known_day(start), known_day(end)
    problems = tuple(sorted(reading.problems, key=lambda problem: problem.row or 0))
    found = AttendanceFile(
        format=kind,
        title=title,
        starts_at=start,
        ends_at=end,
        days=(start.date(),) if start else (),
        order=order,
        question="",
        people=people,
        problems=problems,
    )
    return _Version(found, reading)


def _facts(parts: Parts, reading: Reading) -> tuple[str, datetime | None, datetime | None]:
    """The title, the beginning and the end: by their words, else by where they stand."""
    said: dict[str, str] = {}
    for word, value in parts.facts:
        said.setdefault(fact_of(word), value)
    moments = {name: reading.moment(said[name]) for name in ("start", "end") if name in said}
    if "title" in said or moments or not parts.facts:
        return said.get("title", ""), moments.get("start"), moments.get("end")
    dated = [found for _word, value in parts.facts if (found := known_day(reading.moment(value)))]
    return parts.facts[0][1], *([*dated, None, None][:2])  # type: ignore[return-value]


def _decide(possible: list[_Version]) -> AttendanceFile:
    """What the file says, when its dates could be read in two orders."""
    clean = [version for version in possible if not version.reading.contradictions]
    left = clean if len(clean) == 1 else possible
    first = left[0]
    if not first.reading.clock.matters:
        order = None if len(possible) == 2 else first.found.order
        return replace(first.found, order=order)
    if len(left) == 1:
        return first.found
    other = left[1]
    days = tuple(dict.fromkeys((*first.found.days, *other.found.days)))
    open_day = replace(first.found, order=None, starts_at=None, ends_at=None, days=days)
    if first.durations == other.durations:
        return open_day
    people = tuple(replace(each, stays=(), seconds=None) for each in open_day.people)
    return replace(open_day, people=people, question=first.reading.clock.matters)


def _impossible(order: Order | None) -> str:
    if order == "day":
        return _("The dates of this file cannot be read with the day first.")
    if order == "month":
        return _("The dates of this file cannot be read with the month first.")
    return _(
        "Some dates of this file have the day first and others the month. Download it again from "
        "the meeting and send it without opening it in a spreadsheet."
    )
