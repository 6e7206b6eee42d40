"""The draft of an agenda: what lies under a gathering, put into the parts and minutes it has.

Overdue commitments open the gathering. What does not fit is named, and what nobody has touched
for three gatherings is offered for dropping; nothing disappears by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from mandorla.core.apportion import in_whole
from mandorla.core.waiting import (
    KINDS,
    WANTS,
    Entry,
    is_offered,
    is_overdue,
    rank,
    thing_of,
    why_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

Row = TypeVar("Row")
GROWS: Final = 2  # how many times what it wants an entry may get before the part has the rest
SMALLEST_REST: Final = 3  # minutes for which a part is worth being said by itself


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the skeleton.

    Attributes:
        title: What it is called.
        minutes: How long it takes.
        takes: The kinds it takes from the backlog, of `KINDS`; none is a part by itself.
    """

    title: str
    minutes: int
    takes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Placed:
    """An item that somebody placed by hand: it stays, and its minutes are taken.

    Attributes:
        part: The part it belongs to; empty when to none.
        minutes: How long it takes.
        kind: What it is about, of `KINDS`; empty when about nothing in the backlog.
        id: Which one of its kind.
    """

    part: str
    minutes: int
    kind: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the draft.

    Attributes:
        kind: What it is about, of `KINDS`; empty for a part by itself.
        id: Which one of its kind; 0 for a part by itself.
        title: What it is, in a line.
        part: The part it belongs to.
        minutes: How long it takes.
        why: Why it is there: a code, and its values.
        carried_from: The number of the item it was in an earlier gathering.
    """

    kind: str
    id: int
    title: str
    part: str
    minutes: int
    why: Mapping[str, Any]
    carried_from: int | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """An entry that is left for next time.

    Attributes:
        entry: The entry.
        reason: "no_room", or "no_part" when no part takes its kind.
    """

    entry: Entry
    reason: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An agenda as it is suggested.

    Attributes:
        items: What to talk about, in order.
        left: What does not fit, the most pressing first.
        offered: What nobody touched for three gatherings, the longest waiting first.
        minutes: The gathering's minutes.
    """

    items: tuple[Item, ...]
    left: tuple[Left, ...]
    offered: tuple[Entry, ...]
    minutes: int

    @property
    def used(self) -> int:
        """The minutes that the items take."""
        return sum(item.minutes for item in self.items)


@dataclass
class _Filling:
    """A part while it fills."""

    part: Part
    budget: int
    entries: list[Entry] = field(default_factory=list)

    def has_room(self, entry: Entry) -> bool:
        taken = sum(one.wants for one in self.entries) + entry.wants
        if not self.part.takes:  # it is talked about by itself, so it keeps half of its time
            return taken <= self.budget // 2
        return taken <= self.budget or (self.budget > 0 and not self.entries)


def draft(
    entries: Iterable[Entry],
    *,
    parts: Sequence[Part],
    minutes: int,
    on: date,
    placed: Sequence[Placed] = (),
) -> Draft:
    """Draft an agenda.

    Args:
        entries: What waits, in any order; what is placed already is passed over.
        parts: The skeleton, in its order.
        minutes: How long the gathering takes.
        on: The day of the gathering.
        placed: What somebody placed by hand; its minutes are taken first.

    Returns:
        The draft. With what is placed it takes no more than the gathering's minutes; each part
        has its own, fewer when there are not enough for all. Every thing is an item, left or
        offered, once.

    Source:
        Ours: commitments that carry over and what crosses units come before what is new.

    Example:
        >>> from datetime import date
        >>> talk = Part("Issues", 20, frozenset({"issue"}))
        >>> came = Entry("issue", 7, "Old price lists", date(2026, 2, 27), votes=4, units=3)
        >>> made = draft([came], parts=[Part("Check-in", 5), talk], minutes=25, on=date(2026, 3, 2))
        >>> [(item.title, item.minutes) for item in made.items]
        [('Check-in', 5), ('Old price lists', 12), ('Issues', 8)]
    """
    known = {thing_of(one.kind, one.id) for one in placed}
    waiting = [one for one in _once(entries, parts, on) if thing_of(one.kind, one.id) not in known]
    offered = [one for one in waiting if is_offered(one)]
    filling = [
        _Filling(part, budget)
        for part, budget in zip(parts, _budgets(parts, minutes, placed), strict=True)
    ]
    opening, host, late = _opening([one for one in waiting if is_overdue(one, on)], filling)
    left = [Left(one, "no_room") for one in late]
    for entry in waiting:
        if is_offered(entry) or is_overdue(entry, on):
            continue
        fitting = _fitting(entry, filling)
        room = next((one for one in fitting if one.has_room(entry)), None)
        if room is None:
            left.append(Left(entry, "no_room" if fitting else "no_part"))
        else:
            room.entries.append(entry)
    items = [_item(one, host.part.title, mins, on) for one, mins in opening] if host else []
    for one in filling:
        items += _items(one, on)
    offered.sort(key=lambda one: (one.since_on, KINDS.index(one.kind), one.id))
    return Draft(tuple(items), tuple(left), tuple(offered), minutes)


def interleaved(drafted: Sequence[Row], placed: Mapping[int, Row]) -> list[Row]:
    """Put what was placed by hand back where it was, between what is drafted.

    Args:
        drafted: What is drafted, in order.
        placed: What was placed, by its place from 0.

    Returns:
        All of them; a place past the end is the end.

    Source:
        What somebody placed first stays first.

    Example:
        >>> interleaved(["a", "b"], {0: "mine", 9: "last"})
        ['mine', 'a', 'b', 'last']
    """
    rows = list(drafted)
    for place in sorted(placed):
        rows.insert(place, placed[place])
    return rows


def _once(entries: Iterable[Entry], parts: Sequence[Part], on: date) -> list[Entry]:
    """Each thing by its most pressing entry that a part takes, the most pressing thing first."""
    taken = frozenset(kind for part in parts for kind in part.takes)
    found: dict[tuple[str, int], Entry] = {}
    for one in sorted(entries, key=lambda one: (one.kind not in taken, rank(one, on))):
        found.setdefault(thing_of(one.kind, one.id), one)
    return sorted(found.values(), key=lambda one: rank(one, on))


def _budgets(parts: Sequence[Part], minutes: int, placed: Sequence[Placed]) -> tuple[int, ...]:
    """The minutes that each part still has: its own, less when there are not enough for all."""
    taken: dict[str, int] = {}
    for one in placed:
        taken[one.part] = taken.get(one.part, 0) + one.minutes
    own = [max(0, part.minutes - taken.pop(part.title, 0)) for part in parts]
    available = max(0, minutes - sum(one.minutes for one in placed))
    whole = sum(own)
    if whole <= available:
        return tuple(own)
    return in_whole([one * available / whole for one in own], total=available)


def _opening(
    overdue: Sequence[Entry], filling: Sequence[_Filling]
) -> tuple[list[tuple[Entry, int]], _Filling | None, Sequence[Entry]]:
    """What opens the gathering, the part whose minutes it takes, and what does not fit.

    Half of that part's minutes are for it, so that old promises do not eat all of the talk.
    """
    able = [one for one in filling if one.budget]
    host = next((one for one in able if "commitment" in one.part.takes), None)
    host = host or next((one for one in able if one.part.takes), None) or next(iter(able), None)
    if host is None or not overdue:
        return [], None, overdue
    want = min(WANTS["commitment"], host.budget)
    count = max(1, host.budget // 2 // want)
    opening = [(one, want) for one in overdue[:count]]
    host.budget -= want * len(opening)
    return opening, host, overdue[count:]


def _fitting(entry: Entry, filling: Sequence[_Filling]) -> list[_Filling]:
    """The parts that take an entry, the one it lay in before first."""
    if entry.kind == "item":
        fitting = [one for one in filling if one.part.takes or one.part.title == entry.part]
        return sorted(fitting, key=lambda one: one.part.title != entry.part)
    return [one for one in filling if entry.kind in one.part.takes]


def _item(entry: Entry, part: str, minutes: int, on: date) -> Item:
    why = why_of(entry, on=on)
    carried = entry.carried_from
    return Item(entry.kind, entry.id, entry.title, part, minutes, why, carried)


def _items(filled: _Filling, on: date) -> list[Item]:
    """The entries of a part with their minutes; the part itself when minutes remain."""
    part, budget = filled.part, filled.budget
    wants = [one.wants for one in filled.entries]
    grows = GROWS if part.takes else 1
    rest = budget - grows * sum(wants)
    if not wants or rest >= SMALLEST_REST or not part.takes:
        minutes = [grows * want for want in wants]
    else:
        rest = 0
        minutes = list(in_whole([w * budget / sum(wants) for w in wants], total=budget))
    items = [
        _item(entry, part.title, mins, on)
        for entry, mins in zip(filled.entries, minutes, strict=True)
    ]
    if rest > 0 or (not wants and not part.minutes):
        items.append(Item("", 0, part.title, part.title, max(0, rest), {"code": "part"}))
    return items
