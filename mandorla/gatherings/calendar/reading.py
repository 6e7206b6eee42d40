"""A calendar that exists already, read in: its meetings, and what of it cannot be taken.

Who was invited is not read: a calendar names people who never asked to be in Mandorla.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.gatherings.calendar.events import Draft, Event, alone, gathered
from mandorla.gatherings.calendar.lines import Component, Unreadable, components, unpacked
from mandorla.gatherings.calendar.moments import Clocks, NotUnderstood

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from mandorla.gatherings.calendar.meeting import Meeting

MOST_EVENTS = 5_000
_NO_END = gettext_lazy("its end is missing")
_OTHER = {"VTODO", "VJOURNAL", "VFREEBUSY"}


@dataclass(frozen=True)
class Found:
    """What a calendar holds.

    Attributes:
        meetings: what can be taken, by their first time.
        problems: what is left out and why, each a sentence that names the file and the event.
        notes: what was taken in a way one should know of.
    """

    meetings: tuple[Meeting, ...]
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read(data: bytes, *, file: str, floating: ZoneInfo) -> Found:
    """Read a calendar.

    Args:
        data: what the file holds.
        file: its name, for what is said about it.
        floating: the clock of times that name none.

    Returns:
        The meetings that can be taken and everything that cannot.
    """
    try:
        calendars = [found for one in unpacked(data) for found in components(one)]
        if sum(len(calendar.parts) for calendar in calendars) > MOST_EVENTS:
            raise Unreadable(_("it holds more than 5,000 events: save a shorter time of it"))
    except Unreadable as error:
        return Found((), (_("%(file)s: %(why)s.") % {"file": file, "why": error},))
    reader = _Reader(file)
    for calendar in calendars:
        reader.take(calendar, floating)
    meetings = sorted(reader.meetings, key=lambda meeting: (meeting.starts_at, meeting.uid))
    return Found(tuple(meetings), tuple(reader.problems), tuple(dict.fromkeys(reader.notes)))


class _Reader:
    """What was found so far in the calendars of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.meetings: list[Meeting] = []
        self.problems: list[str] = []
        self.notes: list[str] = []

    def take(self, calendar: Component, floating: ZoneInfo) -> None:
        """Every event of a calendar."""
        clocks = self._clocks(calendar, floating)
        others = sum(part.name in _OTHER for part in calendar.parts)
        if others:
            self._note(_("%(count)d entries that are no events are left out") % {"count": others})
        if not calendar.is_whole:
            self._note(_("its end is missing: it may be cut off, and events be missing"))
        for part in calendar.parts:
            if part.name != "VEVENT" and not part.is_whole:
                self.problems.append(self._said(part.name[:40], str(_NO_END)))
        is_called_off = calendar.text("METHOD").upper() == "CANCEL"
        by_uid: dict[str, list[Event]] = defaultdict(list)
        for event in self._events(calendar, clocks):
            by_uid[event.meeting.uid].append(event)
        for events in by_uid.values():
            self._gather(events, is_called_off=is_called_off)
        for name, taken in clocks.guessed.items():
            self._note(
                _("the time zone “%(name)s” is taken as %(zone)s") % {"name": name, "zone": taken}
            )
        if clocks.used_floating:
            self._note(
                _("times without a time zone are taken as those of %(zone)s")
                % {"zone": clocks.floating}
            )

    def _clocks(self, calendar: Component, floating: ZoneInfo) -> Clocks:
        tables = [part for part in calendar.parts if part.name == "VTIMEZONE" and part.is_whole]
        own = {part.text("TZID"): part for part in tables}
        clocks = Clocks(floating=floating, own=own)
        said = calendar.text("X-WR-TIMEZONE")
        if said:
            try:
                clocks.floating = clocks.named(said)
            except NotUnderstood as error:
                self._note(str(error))
        return clocks

    def _events(self, calendar: Component, clocks: Clocks) -> Iterator[Event]:
        """Those that can be understood, each alone."""
        for part in calendar.parts:
            if part.name != "VEVENT":
                continue
            draft = Draft(part, clocks)
            try:
                if not part.is_whole:
                    raise NotUnderstood(_NO_END)
                yield draft.event()
            except NotUnderstood as error:
                self.problems.append(self._said(draft.name, str(error)))

    def _gather(self, events: list[Event], *, is_called_off: bool) -> None:
        """One meeting of all events with its name: the rhythm, and what differs from it."""
        latest: dict[datetime | None, Event] = {}
        for event in events:
            of = event.recurs_at.at if event.recurs_at else None
            if of not in latest or event.version >= latest[of].version:
                latest[of] = event
        master = latest.pop(None, None)
        others = list(latest.values())
        found = [gathered(master, others)] if master else [alone(event) for event in others]
        for meeting in found:
            off = meeting.is_cancelled or is_called_off
            self.meetings.append(replace(meeting, is_cancelled=off))
        for event in [master] if master else others:
            for what in event.notes:
                self._note(f"“{event.meeting.summary[:80]}”: {what}")

    def _said(self, name: str, why: str) -> str:
        return _("%(file)s, %(event)s: left out, because %(why)s.") % {
            "file": self.file,
            "event": name,
            "why": why,
        }

    def _note(self, what: str) -> None:
        self.notes.append(_("%(file)s: %(what)s.") % {"file": self.file, "what": what})
