"""What lies under every gathering of a series: what is open, promised, put aside or not reached.

Each kind has a reader of its own; a new kind is one more reader. Of each kind the most pressing
are read and the rest is counted, so that a community with thousands of issues costs no more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.functional import cached_property

from mandorla.base.prepared import Prepared, prepared
from mandorla.core.waiting import OFFERED_AFTER, Entry
from mandorla.gatherings.models import Gathering
from mandorla.work.models import AgendaItem
from mandorla.work.models.about import SOURCES
from mandorla.work.waiting import READERS, Found, entry_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from mandorla.base.models import Record

MOST_PUT_ASIDE: Final = 30  # items of former agendas that are looked at
LOOK_BACK: Final = timedelta(days=400)
WITH: Final = {  # what a page says beside a subject
    "commitment": ("owner",),
    "insight": ("unit",),
    "rollout": ("solution", "unit"),
    "question": ("asked_by",),
    "ask": ("asked_by",),
    "lesson": ("owner",),
}


@dataclass(frozen=True)
class Backlog:
    """What waits for a gathering.

    Attributes:
        entries: What waits, without an order.
        subjects: What each entry is about, by kind and number.
        rest: How many more of a kind there are than were read.
    """

    entries: tuple[Entry, ...]
    subjects: Mapping[tuple[str, int], Record]
    rest: Mapping[str, int]

    @property
    def more(self) -> int:
        """How many more there are than were read, of all kinds."""
        return sum(self.rest.values())


def backlog_of(gathering: Gathering, *, at: datetime) -> Backlog:
    """What waits for a gathering, in a number of queries that does not grow.

    Args:
        gathering: Kept or computed, with its series and community.
        at: The moment; what was on the agenda of a gathering that is over by then waits again.
    """
    past = _Past(gathering, at)
    on = past.day
    found = [read(gathering.community, on=on, past=past.touched_since) for read in READERS.values()]
    entries = {(one.kind, one.id): one for each in found for one in each.entries}
    subjects = {key: each.subjects[key] for each in found for key in each.subjects}
    for item in past.put_aside(subjects):
        known = entry_of(item)
        if known is None:
            continue
        entry, subject = known
        key = (entry.kind, entry.id)
        entries[key] = _put_aside(entries.get(key, entry), item)
        subjects.setdefault(key, subject)
    for key, entry in entries.items():
        if missed := past.missed(entry):
            entries[key] = replace(entry, missed=missed)
    rest = {each.kind: each.rest for each in found if each.rest}
    return Backlog(tuple(entries.values()), subjects, rest)


def day_of(gathering: Gathering) -> date:
    """The day on which it takes place, by the clock of its series."""
    return gathering.local_start.date()


def _put_aside(entry: Entry, item: AgendaItem) -> Entry:
    """An entry that lay on an earlier agenda, as the item it was there."""
    day = day_of(item.gathering)
    aside = {"parked_on": day} if item.state == "parked" else {"left_on": day}
    facts: dict[str, Any] = {"part": item.part, "minutes": 0, "carried_from": item.pk, **aside}
    if entry.kind == "item":
        facts["minutes"] = item.minutes
    return replace(entry, **facts)


class _Past:
    """The last gatherings of a series before one, and what they talked about."""

    def __init__(self, gathering: Gathering, at: datetime) -> None:
        self.gathering, self.at = gathering, at
        self.day = day_of(gathering)
        self.zone = ZoneInfo(gathering.series.zone)
        self.held = _held_before(gathering.series_id, gathering.planned_on)
        self.days = [(pk, starts_at.astimezone(self.zone).date()) for pk, starts_at in self.held]

    @property
    def touched_since(self) -> datetime | None:
        """When the third last gathering began: what is older may be offered for dropping."""
        return self.held[-1][1] if len(self.held) == OFFERED_AFTER else None

    @cached_property
    def talked(self) -> dict[int, set[tuple[str, int]]]:
        """What each of the last gatherings took up, by kind and number."""
        talked: dict[int, set[tuple[str, int]]] = {pk: set() for pk, _day in self.held}
        for gathering, pk, *numbers in _talked(tuple(talked)) if talked else ():
            about = [
                (kind, number) for kind, number in zip(SOURCES, numbers, strict=True) if number
            ]
            talked[gathering].add(about[0] if about else ("item", pk))
        return talked

    def missed(self, entry: Entry) -> int:
        """How many gatherings have passed since it came up or was talked about."""
        count = 0
        for pk, day in self.days:
            came_before = entry.since_on < day or (entry.kind == "item" and entry.since_on == day)
            if not came_before or (entry.kind, entry.id) in self.talked[pk]:
                break
            count += 1
        return count

    def put_aside(self, known: Mapping[tuple[str, int], Record]) -> Iterable[AgendaItem]:
        """What was parked or not reached and lies on no later agenda, the oldest first.

        Args:
            known: What was read already, by kind and number.
        """
        day = self.gathering.planned_on
        items = _put_aside_between(self.gathering.series_id, day - LOOK_BACK, day)
        where = tuple({item.gathering_id for item in items})
        held = {one.pk: one for one in _gatherings(where)} if where else {}
        for item in items:
            item.gathering = held[item.gathering_id]
        found = [item for item in reversed(items) if self._waits(item)]
        _give_subjects(found, known)
        return found

    def _waits(self, item: AgendaItem) -> bool:
        item.gathering.series = self.gathering.series
        return item.state == "parked" or is_over(item.gathering, at=self.at)


@prepared
def _held_before(series: int, day: date) -> QuerySet[Gathering, tuple[int, datetime]]:
    earlier = Gathering.objects.filter(series=series, state="held", planned_on__lt=day)
    return earlier.order_by("-planned_on").values_list("pk", "starts_at")[:OFFERED_AFTER]


@prepared
def _talked(gatherings: tuple[int, ...]) -> QuerySet[AgendaItem, tuple[int, ...]]:
    columns = ["rollout__solution" if name == "rollout" else name for name in SOURCES]
    rows = AgendaItem.objects.filter(gathering__in=gatherings).exclude(taken_at=None)
    return rows.values_list("gathering", "pk", *columns)


@prepared
def _put_aside_between(series: int, since: date, before: date) -> QuerySet[AgendaItem]:
    rows = AgendaItem.objects.filter(
        gathering__series=series,
        gathering__planned_on__lt=before,
        gathering__planned_on__gte=since,
        state__in=["planned", "parked"],
        carried_to=None,
    )
    return rows.order_by("-gathering__planned_on", "pk")[:MOST_PUT_ASIDE]


@prepared
def _gatherings(numbers: tuple[int, ...]) -> QuerySet[Gathering]:
    return Gathering.objects.filter(pk__in=numbers).defer("notes")


def _numbered(kind: str) -> Prepared[[tuple[int, ...]], Any]:
    """Subjects of a kind by their numbers, with what a page says beside them."""
    model: Any = AgendaItem._meta.get_field(kind).related_model

    def numbered(numbers: tuple[int, ...]) -> QuerySet[Any]:
        rows: QuerySet[Any] = model._base_manager.select_related(*WITH.get(kind, ()))
        return rows.filter(pk__in=numbers)

    return prepared(numbered)


SUBJECTS: Final = {kind: _numbered(kind) for kind in SOURCES}


def _give_subjects(items: Sequence[AgendaItem], known: Mapping[tuple[str, int], Record]) -> None:
    """Each item has what it is about: what was read already, the rest in one query a kind."""
    missing: dict[str, dict[int, list[AgendaItem]]] = {}
    for item in items:
        kind = item.kind
        number = int(getattr(item, f"{kind}_id")) if kind else 0
        if kind and (kind == "rollout" or (kind, number) not in known):
            missing.setdefault(kind, {}).setdefault(number, []).append(item)
        elif kind:
            setattr(item, kind, known[kind, number])
    for kind, waiting in missing.items():
        for subject in SUBJECTS[kind](tuple(waiting)):
            for item in waiting[subject.pk]:
                setattr(item, kind, subject)


def is_over(gathering: Gathering, *, at: datetime) -> bool:
    """Whether nobody will talk about the rest of its agenda."""
    if gathering.state == "planned":
        return gathering.ends_at <= at
    return gathering.state != "running"


def subject_number(item: AgendaItem) -> int:
    """The number by which the backlog knows what an item is about."""
    if item.rollout:
        return int(item.rollout.solution_id)
    return int(getattr(item, f"{item.kind}_id")) if item.kind else item.pk


__all__ = ["Backlog", "Found", "backlog_of", "day_of", "is_over", "subject_number"]
