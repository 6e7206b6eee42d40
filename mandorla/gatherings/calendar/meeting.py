"""What a calendar says of a community: its meetings, as values without a database.

Reading a calendar gives the same values as those that writing takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class Changed:
    """One meeting of a rhythm that is not as the rule has it.

    Attributes:
        recurs_at: when it would be by the rule, in the zone of the rhythm.
        starts_at: when it is; the same moment when only something else changed.
        minutes: how long it is.
        is_cancelled: it does not take place.
        sequence: how often it was changed.
        changed_at: when it was changed last.
        summary: its name, None when it is that of the rhythm; the same for the other texts.
        place: where it is.
        link: the address where one joins it.
        description: what else one should know.
        page: the address that tells more.
    """

    recurs_at: datetime
    starts_at: datetime
    minutes: int
    is_cancelled: bool = False
    sequence: int = 0
    changed_at: datetime | None = None
    summary: str | None = None
    place: str | None = None
    link: str | None = None
    description: str | None = None
    page: str | None = None


@dataclass(frozen=True)
class Meeting:
    """A rhythm with what differs from it, or one meeting alone when it has no rule.

    Attributes:
        uid: its name in every calendar, for ever.
        summary: its name for people.
        starts_at: its first time, in its own zone (a `ZoneInfo`): that is the clock it keeps to.
        minutes: how long it is; whole days when it is all-day.
        rule: RFC 5545 rule without its end by a date; "" for one meeting alone.
        until: the last moment at which it can start.
        place: where it is.
        link: the address where one joins it.
        description: what else one should know.
        page: the address that tells more.
        sequence: how often it was changed.
        changed_at: when it was changed last.
        left_out: moments of the rule at which it never was meant to be.
        added: moments beside the rule.
        changed: what differs from the rule, one meeting each.
        is_cancelled: all of it was called off.
        is_all_day: it has days and no time of day.
    """

    uid: str
    summary: str
    starts_at: datetime
    minutes: int
    rule: str = ""
    until: datetime | None = None
    place: str = ""
    link: str = ""
    description: str = ""
    page: str = ""
    sequence: int = 0
    changed_at: datetime | None = None
    left_out: tuple[datetime, ...] = ()
    added: tuple[datetime, ...] = ()
    changed: tuple[Changed, ...] = ()
    is_cancelled: bool = False
    is_all_day: bool = False

    @property
    def zone(self) -> str:
        """The IANA name of the clock it keeps to."""
        return str(self.starts_at.tzinfo)


@dataclass(frozen=True)
class Party:
    """Somebody named in an invitation."""

    name: str
    email: str


def end_of(starts_at: datetime, *, minutes: int) -> datetime:
    """When it is over, on the same clock: so many minutes have passed even when that changed."""
    over = starts_at.astimezone(UTC) + timedelta(minutes=minutes)
    return over.astimezone(starts_at.tzinfo)
