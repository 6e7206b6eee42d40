"""Meetings as the bytes of an iCalendar (RFC 5545): the same meetings give the same bytes.

Lines are folded by the icalendar library. Texts are escaped here, because the library takes a
backslash before an N for a line break, and a path may well hold one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mandorla.gatherings.calendar.meeting import Changed, Meeting, Party, end_of
from mandorla.gatherings.calendar.zones import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHORT = 75  # octets of a line that needs no folding
PRODUCT = "-//Mandorla//Gatherings//EN"
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # what no line of a calendar may hold
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_ASKED = "PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=FALSE"
_NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)  # a stamp is required even where nobody knows it


def feed(
    meetings: Iterable[Meeting], *, name: str, description: str = "", refresh_hours: int = 4
) -> bytes:
    """A calendar to subscribe to.

    Args:
        meetings: in any order.
        name: what programs call the calendar.
        description: what it holds.
        refresh_hours: how often a program should ask again.

    Returns:
        The calendar in UTF-8.
    """
    again = f"PT{refresh_hours}H"
    head = [
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        *([f"DESCRIPTION:{_text(description)}"] if description else []),
        *([f"X-WR-CALDESC:{_text(description)}"] if description else []),
        f"REFRESH-INTERVAL;VALUE=DURATION:{again}",
        f"X-PUBLISHED-TTL:{again}",
    ]
    return _calendar(meetings, head=head)


def file(meetings: Iterable[Meeting]) -> bytes:
    """A calendar to take in once: no name, no method, nobody invited."""
    return _calendar(meetings, head=[])


def invitation(
    meeting: Meeting, *, organizer: Party, attendee: Party, written_at: datetime
) -> bytes:
    """What a mail carries so that a calendar program offers to enter the meeting.

    It calls off what is cancelled, and asks for all else.

    Args:
        meeting: one meeting, or a rhythm.
        organizer: in whose name it is.
        attendee: to whom it goes; nobody else is named.
        written_at: now. Beside a method the stamp says that, not when it changed.
    """
    is_alone = not meeting.rule and bool(meeting.changed)
    is_off = meeting.is_cancelled or (is_alone and all(one.is_cancelled for one in meeting.changed))
    people = [
        f"ORGANIZER;CN={_parameter(organizer.name)}:mailto:{_address(organizer.email)}",
        f"ATTENDEE;CN={_parameter(attendee.name)};{_ASKED}:mailto:{_address(attendee.email)}",
    ]
    head = [f"METHOD:{'CANCEL' if is_off else 'REQUEST'}"]
    changed = tuple(replace(one, changed_at=written_at) for one in meeting.changed)
    meeting = replace(meeting, changed_at=written_at, changed=changed)
    return _calendar([meeting], head=head, people=people)


def one_of(meeting: Meeting, changed: Changed) -> Meeting:
    """One meeting of a rhythm on its own, known by its place in it."""
    return replace(meeting, rule="", until=None, left_out=(), added=(), changed=(changed,))


def _calendar(
    meetings: Iterable[Meeting], *, head: list[str], people: list[str] | None = None
) -> bytes:
    ordered = sorted(meetings, key=lambda meeting: (meeting.uid, meeting.starts_at))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", *head]
    lines += _zones(ordered)
    for meeting in ordered:
        lines += _events(meeting, people or [])
    lines.append("END:VCALENDAR")
    return b"\r\n".join([*map(_folded, lines), b""])


def _folded(line: str) -> bytes:
    """Lines over 75 octets go on in the next one. Most are shorter, and folding takes time."""
    from icalendar.parser import Contentline  # slow import

    data = line.encode()
    return data if len(data) <= SHORT else bytes(Contentline(line).to_ical())  # type: ignore[no-untyped-call]


def _zones(meetings: list[Meeting]) -> Iterator[str]:
    """Each zone once, from the year before its first meeting: what is moved there is covered."""
    years: dict[str, int] = {}
    for meeting in meetings:
        if meeting.zone != "UTC" and not meeting.is_all_day:
            first = min([meeting.starts_at, *(one.starts_at for one in meeting.changed)]).year - 1
            years[meeting.zone] = min(first, years.get(meeting.zone, first))
    for zone in sorted(years):
        yield from lines_of(zone, year=years[zone])


def _events(meeting: Meeting, people: list[str]) -> Iterator[str]:
    changed = sorted(meeting.changed, key=lambda one: one.recurs_at)
    is_alone = not meeting.rule and not meeting.added and bool(changed)
    if not is_alone:
        yield from _master(meeting, people)
    for one in changed:
        yield from _override(meeting, one, people)


def _master(meeting: Meeting, people: list[str]) -> Iterator[str]:
    yield from _opening(meeting, sequence=meeting.sequence, changed_at=meeting.changed_at)
    repeats = bool(meeting.rule or meeting.added)
    yield from _span(meeting.starts_at, meeting.minutes, meeting, repeats=repeats)
    if meeting.rule:
        yield f"RRULE:{_rule(meeting)}"
    kept = {one.recurs_at for one in meeting.changed}
    yield from _moments("EXDATE", [at for at in meeting.left_out if at not in kept], meeting)
    yield from _moments("RDATE", meeting.added, meeting)
    yield from _texts(
        meeting.summary, meeting.place, meeting.link, meeting.description, meeting.page
    )
    yield from _closing(meeting.is_cancelled, people)


def _override(meeting: Meeting, one: Changed, people: list[str]) -> Iterator[str]:
    """Its sequence is never below that of the rhythm: programs would take it for an old one."""
    sequence = max(one.sequence, meeting.sequence)
    yield from _opening(meeting, sequence=sequence, changed_at=one.changed_at or meeting.changed_at)
    yield _when("RECURRENCE-ID", one.recurs_at, meeting)
    yield from _span(one.starts_at, one.minutes, meeting, repeats=False)
    yield from _texts(
        meeting.summary if one.summary is None else one.summary,
        meeting.place if one.place is None else one.place,
        meeting.link if one.link is None else one.link,
        meeting.description if one.description is None else one.description,
        meeting.page if one.page is None else one.page,
    )
    yield from _closing(one.is_cancelled or meeting.is_cancelled, people)


def _opening(meeting: Meeting, *, sequence: int, changed_at: datetime | None) -> Iterator[str]:
    """Without a method the stamp says when this was changed last (RFC 5545, 3.8.7.2)."""
    stamp = _utc(changed_at or _NO_MOMENT)
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(meeting.uid)}"
    yield f"DTSTAMP:{stamp}"
    if changed_at:
        yield f"LAST-MODIFIED:{stamp}"
    yield f"SEQUENCE:{sequence}"


def _texts(summary: str, place: str, link: str, description: str, page: str) -> Iterator[str]:
    yield f"SUMMARY:{_text(summary)}"
    if place:
        yield f"LOCATION:{_text(place)}"
    if link:
        yield f"CONFERENCE;VALUE=URI:{_address(link)}"
    if description:
        yield f"DESCRIPTION:{_text(description)}"
    if page:
        yield f"URL:{_address(page)}"


def _closing(is_cancelled: bool, people: list[str]) -> Iterator[str]:  # noqa: FBT001
    yield from people
    yield f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}"
    if is_cancelled:
        yield "TRANSP:TRANSPARENT"  # nobody is busy then
    yield "END:VEVENT"


def _rule(meeting: Meeting) -> str:
    """The end is a moment in UTC beside a time, and a date beside a day (RFC 5545, 3.3.10)."""
    if meeting.until is None:
        return meeting.rule
    if meeting.is_all_day:
        return f"{meeting.rule};UNTIL={meeting.until.astimezone(meeting.starts_at.tzinfo):%Y%m%d}"
    return f"{meeting.rule};UNTIL={_utc(meeting.until)}"


def _moments(name: str, moments: Iterable[datetime], meeting: Meeting) -> Iterator[str]:
    found = sorted(moments)
    if not found:
        return
    head = _when(name, found[0], meeting).partition(":")[0]
    yield f"{head}:{','.join(_when(name, at, meeting).partition(':')[2] for at in found)}"


def _span(starts_at: datetime, minutes: int, meeting: Meeting, *, repeats: bool) -> Iterator[str]:
    """From when to when. A time that the clock shows twice means the first; the second is in UTC.

    What stands alone then begins in UTC as well, because some readers add up what clocks show.
    """
    begins = starts_at.astimezone(meeting.starts_at.tzinfo)
    ends = end_of(begins, minutes=minutes)
    plain = meeting
    if (begins.fold or ends.fold) and not meeting.is_all_day:
        plain = replace(meeting, starts_at=meeting.starts_at.astimezone(UTC))
    yield _when("DTSTART", begins, meeting if repeats else plain)
    yield _when("DTEND", ends, plain)


def _when(name: str, moment: datetime, meeting: Meeting) -> str:
    """A moment by the clock that the meeting keeps to."""
    local = moment.astimezone(meeting.starts_at.tzinfo)
    if meeting.is_all_day:
        return f"{name};VALUE=DATE:{local:%Y%m%d}"
    if meeting.zone == "UTC":
        return f"{name}:{local:%Y%m%dT%H%M%S}Z"
    return f"{name};TZID={meeting.zone}:{local:%Y%m%dT%H%M%S}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%S}Z"


def _text(text: str) -> str:
    plain = _NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.translate(_ESCAPES)


def _parameter(text: str) -> str:
    """A name in quotes; a quotation mark cannot stand in one (RFC 5545, 3.2)."""
    return '"' + _NOT_TEXT.sub("", text).replace('"', "'").replace("\n", " ") + '"'


def _address(text: str) -> str:
    return _NOT_TEXT.sub("", text).replace("\n", "")
