"""One VEVENT as it was found, and how several of one name become a meeting."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.gatherings.calendar.meeting import Changed, Meeting
from mandorla.gatherings.calendar.moments import Clocks, Moment, NotUnderstood, minutes_of
from mandorla.gatherings.calendar.recurrence import by_rule, kept

if TYPE_CHECKING:
    from mandorla.gatherings.calendar.lines import Component

MOST_MINUTES = 14 * 24 * 60
USUAL_MINUTES = 60
_ADDRESS = re.compile(r"https?://[^\s<>\"'\\]+")
_JOINED_AT = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL")
_TEXTS = ("summary", "place", "link", "description", "page")


@dataclass(frozen=True)
class Event:
    """One VEVENT: a rhythm, one meeting, or one changed meeting of a rhythm.

    Attributes:
        meeting: what it says, without what differs from it.
        recurs_at: which meeting of the rhythm it is about, None when about the whole.
        version: what makes one VEVENT of the same name newer than another.
        notes: what was taken in a way one should know of.
    """

    meeting: Meeting
    recurs_at: Moment | None
    version: tuple[int, datetime]
    notes: tuple[str, ...] = ()


class Draft:
    """A VEVENT on its way to being understood; what could be read before a refusal names it."""

    def __init__(self, part: Component, clocks: Clocks) -> None:
        self.part, self.clocks = part, clocks
        self.notes: list[str] = []

    @property
    def name(self) -> str:
        """How a person would find it: its name and its day."""
        written = self.part.text("DTSTART")[:8]
        try:
            day = f"{date.fromisoformat(written)}"
        except ValueError:
            day = ""
        if self._is_private:
            said = _("a private event")
        else:
            said = f"“{self.part.text('SUMMARY')[:80] or _('without a name')}”"
        return _("%(event)s on %(day)s") % {"event": said, "day": day} if day else said

    @property
    def _is_private(self) -> bool:
        return self.part.text("CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"}

    def event(self) -> Event:
        """What it says.

        Raises:
            NotUnderstood: It cannot be taken, and why.
        """
        if self._is_private:
            raise NotUnderstood(_("it is marked as private"))
        meeting = self._with_rule(self._plain)
        found = self.part.first("RECURRENCE-ID")
        if found and "RANGE" in found.parameters:
            raise NotUnderstood(_("it changes all meetings from one on, which is not read"))
        return Event(
            meeting=meeting,
            recurs_at=self.clocks.one(found) if found else None,
            version=(meeting.sequence, meeting.changed_at or datetime.min.replace(tzinfo=UTC)),
            notes=tuple(self.notes),
        )

    @cached_property
    def _plain(self) -> Meeting:
        start = self._start
        place, description = self.part.text("LOCATION"), self.part.text("DESCRIPTION")
        link = self._link(place, description)
        summary = self.part.text("SUMMARY") or _("Meeting")
        return Meeting(
            uid=self.part.text("UID") or _made_up(summary, start.at),
            summary=summary,
            starts_at=start.at,
            minutes=self._minutes,
            place="" if place == link else place,
            link=link,
            description=description,
            page=self.part.text("URL"),
            sequence=_number(self.part.text("SEQUENCE")),
            changed_at=self._changed_at,
            is_cancelled=self.part.text("STATUS").upper() == "CANCELLED",
            is_all_day=start.is_day,
        )

    @cached_property
    def _start(self) -> Moment:
        found = self.part.first("DTSTART")
        if found is None:
            raise NotUnderstood(_("it does not say when it starts"))
        return self.clocks.one(found)

    @cached_property
    def _minutes(self) -> int:
        end, duration = self.part.first("DTEND"), self.part.text("DURATION")
        if end:
            over = self.clocks.one(end).at.astimezone(UTC) - self._start.at.astimezone(UTC)
            minutes = round(over / timedelta(minutes=1))
            if self._start.is_day:  # whole days, also when one of them has 23 hours
                minutes = round(minutes / 1440) * 1440
        elif duration:
            minutes = minutes_of(duration)
        else:
            minutes = 1440 if self._start.is_day else 0
        if minutes == 0:
            self.notes.append(_("how long it takes is not said: an hour is assumed"))
            return USUAL_MINUTES
        if minutes < 0:
            raise NotUnderstood(_("it ends before it starts"))
        if minutes > MOST_MINUTES:
            raise NotUnderstood(_("it takes longer than two weeks"))
        return minutes

    @property
    def _changed_at(self) -> datetime | None:
        found = self.part.first("LAST-MODIFIED")
        try:
            return self.clocks.one(found).at.astimezone(UTC) if found else None
        except NotUnderstood:
            return None

    def _link(self, place: str, description: str) -> str:
        for name in _JOINED_AT:
            if self.part.text(name).startswith(("https://", "http://")):
                return self.part.text(name)
        found = _ADDRESS.search(place) or _ADDRESS.search(description)
        return found[0].rstrip(".,;:!?)>]") if found else ""

    def _with_rule(self, meeting: Meeting) -> Meeting:
        """Its rule, and the dates beside it."""
        rules = self.part.all("RRULE")
        if len(rules) > 1 or self.part.all("EXRULE"):
            raise NotUnderstood(_("it repeats by several rules"))
        start = meeting.starts_at
        left_out, added = self._dates("EXDATE", start), self._dates("RDATE", start)
        rule, until = kept(rules[0].value, start=start) if rules else ("", None)
        meeting = replace(meeting, rule=rule, until=until, left_out=left_out)
        first = next(by_rule(meeting), None)
        if first is None:
            raise NotUnderstood(_("its rule never comes true"))
        if first != start:
            meeting = _begun_earlier(meeting, first)
            added = (start, *added)
        return replace(meeting, added=_beside(meeting, added))

    def _dates(self, name: str, start: datetime) -> tuple[datetime, ...]:
        found = [moment for line in self.part.all(name) for moment in self.clocks.read(line)]
        return tuple(sorted({on_clock_of(moment, start) for moment in found}))


def on_clock_of(moment: Moment, start: datetime) -> datetime:
    """The same moment on the clock of the rhythm; a day alone is the meeting of that day."""
    if moment.is_day:
        return datetime.combine(moment.at.date(), start.time(), tzinfo=start.tzinfo)
    return moment.at.astimezone(start.tzinfo)


def _begun_earlier(meeting: Meeting, first: datetime) -> Meeting:
    """A start that its own rule does not have counts as its first time all the same."""
    rule = re.sub(r"COUNT=(\d+)", lambda said: f"COUNT={int(said[1]) - 1}", meeting.rule)
    return replace(meeting, starts_at=first, rule=rule)


def _beside(meeting: Meeting, added: tuple[datetime, ...]) -> tuple[datetime, ...]:
    """Without those that the rule has anyhow; two on one day cannot be told apart."""
    found: list[datetime] = []
    for moment in sorted(set(added)):
        of_rule = next(by_rule(meeting, since=moment.date()), None)
        if moment == of_rule:
            continue
        days = {other.date() for other in (of_rule, *found[-1:]) if other}
        if moment.date() in days:
            raise NotUnderstood(_("it takes place more than once a day"))
        found.append(moment)
    return tuple(found)


def _made_up(summary: str, start: datetime) -> str:
    """A name for an event that has none: the same each time the file is read."""
    return sha256(f"{start.isoformat()} {summary}".encode()).hexdigest()[:32]


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def gathered(master: Event, others: list[Event]) -> Meeting:
    """A rhythm with what differs from it."""
    meeting = master.meeting
    added, changed = list(meeting.added), []
    for event in others:
        if event.recurs_at is None:
            continue
        one = _changed(meeting, event, on_clock_of(event.recurs_at, meeting.starts_at))
        if next(iter(by_rule(meeting, since=one.recurs_at.date())), None) != one.recurs_at:
            if one.is_cancelled:
                continue
            added.append(one.recurs_at)
        changed.append(one)
    changed.sort(key=lambda one: one.recurs_at)
    beside = tuple(sorted(set(added)))
    kept_out = tuple(at for at in meeting.left_out if at not in {one.recurs_at for one in changed})
    return replace(meeting, added=beside, changed=tuple(changed), left_out=kept_out)


def _changed(meeting: Meeting, event: Event, recurs_at: datetime) -> Changed:
    own = event.meeting
    texts = {
        name: getattr(own, name) if getattr(own, name) != getattr(meeting, name) else None
        for name in _TEXTS
    }
    return Changed(
        recurs_at=recurs_at,
        starts_at=own.starts_at.astimezone(meeting.starts_at.tzinfo),
        minutes=own.minutes,
        is_cancelled=own.is_cancelled,
        sequence=own.sequence,
        changed_at=own.changed_at,
        **texts,
    )


def alone(event: Event) -> Meeting:
    """A changed meeting whose rhythm the file does not hold: one with a name of its own."""
    if event.recurs_at is None:
        return event.meeting
    written = event.recurs_at.at.astimezone(UTC)
    return replace(event.meeting, uid=f"{event.meeting.uid}/{written:%Y%m%dT%H%M%SZ}")
