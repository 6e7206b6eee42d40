"""A gathering while it runs: the item, its time, what comes next and what was caught so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import F, Func, QuerySet
from django.utils.translation import gettext_lazy

from mandorla.base.prepared import counted, number_of, prepared
from mandorla.gatherings.models import Attendance
from mandorla.work.models import AgendaItem, Outcome
from mandorla.work.models.outcome import BEGUN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from mandorla.gatherings.models import Gathering
    from mandorla.people.models import Person

KINDS = {
    "decision": gettext_lazy("Decision"),
    "commitment": gettext_lazy("Commitment"),
    "issue": gettext_lazy("Issue"),
    "insight": gettext_lazy("Insight"),
    "ask": gettext_lazy("Ask"),
    "lesson": gettext_lazy("Lesson"),
}
WORDS = {kind: f"{kind}__text" for kind in BEGUN}
WHO = {
    "commitment": "commitment__owner__name",
    "insight": "insight__unit__name",
    "ask": "ask__asked_by__name",
    "lesson": "lesson__owner__name",
}
MOST_CAUGHT = 20  # beside the item; the page of the gathering has them all
SECONDS = {"running": 4, "planned": 10, "held": 20}  # between two looks at what others did


@dataclass(frozen=True)
class Now:
    """What is talked about now, from when to when, by the clock of the series.

    Attributes:
        item: The item of the agenda.
        begun: When it was taken up.
        until: When its minutes are over; None when it has none.
        left: Full minutes until then; negative when it takes longer.
        at: The moment this was read, to count from.
    """

    item: AgendaItem
    begun: datetime
    until: datetime | None
    left: int
    at: datetime

    @property
    def over(self) -> int:
        """By how many minutes it takes longer than planned."""
        return max(0, -self.left)


@dataclass(frozen=True)
class Caught:
    """Something that came of it: what it is, and in which words.

    Attributes:
        who: Who took it on, who asks, who sees to it; of an insight the unit.
        due_on: By when, of a commitment.
        ask: The number of an ask, to look who could help.
    """

    pk: int
    kind: str
    words: str
    who: str = ""
    due_on: date | None = None
    ask: int | None = None

    @property
    def label(self) -> str:
        """What it is, in a word."""
        return str(KINDS[self.kind])


@dataclass(frozen=True)
class Room:
    """What everybody in a gathering sees, and a version that changes with it.

    Attributes:
        now: What is talked about.
        coming: What is still to be talked about.
        done: What was talked about.
        caught: What came of it so far, the newest first.
        more_caught: How many there are beside these.
        here: How many people are here, as far as they said so.
        is_early: Whether it is planned for more than an hour later.
        may_unstart: Whether it runs and nothing came of it yet.
        may_be_held: Whether it can be noted as having taken place.
        ends_at: When it is over, by the clock of the series.
    """

    gathering: Gathering
    version: str
    now: Now | None
    coming: tuple[AgendaItem, ...]
    done: tuple[AgendaItem, ...]
    caught: tuple[Caught, ...]
    more_caught: int
    here: int
    is_early: bool
    may_be_held: bool
    may_unstart: bool
    begins_at: datetime
    ends_at: datetime
    zone: str

    @property
    def seconds(self) -> int:
        """How long to wait before looking again."""
        return SECONDS.get(self.gathering.state, SECONDS["held"])


def version_of(gathering: Gathering, *, at: datetime) -> str:
    """A mark of all that a running page shows, in three small queries."""
    rows = _marks(gathering.pk)
    (caught,) = _how_many(gathering.pk)
    return _version(gathering, rows, caught, _here(gathering), at)


def read_room(gathering: Gathering, *, at: datetime) -> Room:
    """What everybody in a gathering sees at a moment, in as many queries."""
    items = _items(gathering.pk) if gathering.pk else []
    caught = _caught(gathering) if gathering.pk else []
    here = _here(gathering) if gathering.pk else 0
    rows = [(item.pk, item.state, item.minutes, item.title) for item in items]
    newest = max((one.pk for one in caught), default=None)
    zone = ZoneInfo(gathering.series.zone)
    told = [one for one in caught if one.kind in KINDS and one.words]
    return Room(
        gathering=gathering,
        version=_version(gathering, rows, (len(caught), newest), here, at),
        now=_now(items, zone=zone, at=at),
        coming=tuple(item for item in items if item.state == "planned"),
        done=tuple(item for item in items if item.state == "done"),
        caught=tuple(reversed(told))[:MOST_CAUGHT],
        more_caught=max(0, len(told) - MOST_CAUGHT),
        here=here,
        is_early=_is_early(gathering, at=at),
        may_be_held=gathering.may_be_held(at=at),
        may_unstart=gathering.state == "running"
        and not caught
        and all(item.state != "done" for item in items),
        begins_at=(gathering.started_at or gathering.starts_at).astimezone(zone),
        ends_at=gathering.over_at.astimezone(zone),
        zone=str(zone),
    )


def is_here(gathering: Gathering, *, person: Person, at: datetime) -> bool:
    """Whether the person said that they are here; nobody knows it after thirty days."""
    return Attendance.objects.own_of(person, at=at).filter(gathering=gathering).exists()


def _caught(gathering: Gathering) -> list[Caught]:
    """Everything that was caught; what was taken back has no words any more."""
    return [_read_caught(row) for row in _outcomes(gathering.pk)]


def _read_caught(row: Mapping[str, Any]) -> Caught:
    kind = row["kind"]
    return Caught(
        pk=row["pk"],
        kind=kind,
        words=row[WORDS.get(kind, "text")] or row["text"],
        who=row.get(WHO.get(kind, "")) or "",
        due_on=row["commitment__due_on"],
        ask=row["ask"],
    )


def _now(items: Sequence[AgendaItem], *, zone: ZoneInfo, at: datetime) -> Now | None:
    item = next((item for item in items if item.state == "now"), None)
    if item is None or item.taken_at is None:
        return None
    until = item.taken_at + timedelta(minutes=item.minutes) if item.minutes else None
    return Now(
        item=item,
        begun=item.taken_at.astimezone(zone),
        until=until.astimezone(zone) if until else None,
        left=_minutes(until - at) if until else 0,
        at=at,
    )


def _minutes(span: timedelta) -> int:
    """Minutes that are left, a begun one counted; minutes that it is over, only full ones."""
    return -int(-span.total_seconds() // 60)


def _here(gathering: Gathering) -> int:
    return _present(gathering.pk)[0] + gathering.guests


def _version(
    gathering: Gathering,
    items: Sequence[tuple[object, ...]],
    caught: tuple[object, ...],
    here: int,
    at: datetime,
) -> str:
    # Its buttons are others when its time comes.
    time = (_is_early(gathering, at=at), gathering.may_be_held(at=at))
    now = (gathering.state, *time, gathering.notes_edits, gathering.code)
    facts = (*now, items, caught, here)
    return sha256(repr(facts).encode()).hexdigest()[:16]


def _is_early(gathering: Gathering, *, at: datetime) -> bool:
    return gathering.state == "planned" and gathering.is_early(at=at)


@prepared
def _items(gathering: int) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(gathering=gathering).in_order()


@prepared
def _marks(gathering: int) -> QuerySet[AgendaItem, tuple[int, str, int, str]]:
    rows = AgendaItem.objects.filter(gathering=gathering).in_order()
    return rows.values_list("pk", "state", "minutes", "title")


@prepared
def _outcomes(gathering: int) -> QuerySet[Outcome, dict[str, Any]]:
    fields = ("pk", "kind", "text", "commitment__due_on", "ask", *WORDS.values(), *WHO.values())
    rows = Outcome.objects.filter(gathering=gathering).order_by("caught_at", "pk")
    found: QuerySet[Outcome, dict[str, Any]] = rows.values(*fields)
    return found


@prepared
def _how_many(gathering: int) -> QuerySet[Outcome, tuple[int, int | None]]:
    newest = Func(F("pk"), function="MAX")
    return (
        Outcome.objects.filter(gathering=gathering)
        .order_by()
        .values_list(number_of(F("pk")), newest)
    )


@prepared
def _present(gathering: int) -> QuerySet[Attendance, int]:
    return counted(Attendance.objects.filter(gathering=gathering))
