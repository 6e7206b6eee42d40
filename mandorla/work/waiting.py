"""What waits in a community to be talked about, one reader for each kind.

A reader takes the most pressing of its kind and counts the rest. A new kind needs a reader here,
its word in `core.waiting.TAKES`, and a column of `AgendaItem`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Protocol

from mandorla.core.waiting import Entry
from mandorla.work.models import AgendaItem
from mandorla.work.open_rows import (
    due_lessons,
    lines_of,
    old_issues,
    open_commitments,
    open_issues,
    open_questions,
    open_solutions,
    solutions_due,
    unanswered_asks,
    units_of_issues,
    units_of_problems,
    unsolved_problems,
    votes_of_problems,
    waiting_insights,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from mandorla.base.models import Record
    from mandorla.communities.models import Community

AHEAD: Final = timedelta(days=14)  # what is due later waits by itself


@dataclass(frozen=True)
class Found:
    """What waits of one kind.

    Attributes:
        kind: Which kind.
        subjects: What was read, by kind and number.
        entries: The same as entries.
        rest: How many more there are.
    """

    kind: str
    subjects: Mapping[tuple[str, int], Record]
    entries: tuple[Entry, ...]
    rest: int = 0


class Reader(Protocol):
    """Reads what waits of one kind."""

    def __call__(self, community: Community, *, on: date, past: datetime | None) -> Found: ...


def _issues(community: Community, *, on: date, past: datetime | None) -> Found:
    """By votes; and the oldest that nobody may have touched for three gatherings."""
    read, total = open_issues(community.pk)
    if past is not None:
        read |= {one.pk: one for one in old_issues(community.pk, past)}
    units = dict(units_of_issues(tuple(read)))
    return _found("issue", read, max(total, len(read)), units=units)


def _problems(community: Community, *, on: date, past: datetime | None) -> Found:
    """Those that nobody has proposed a solution for."""
    read, total = unsolved_problems(community.pk)
    numbers = tuple(read)
    votes, units = dict(votes_of_problems(numbers)), dict(units_of_problems(numbers))
    return _found("problem", read, total, units=units, votes=votes)


def _solutions(community: Community, *, on: date, past: datetime | None) -> Found:
    """What is proposed, tried or waits for somebody above; the longest waiting first."""
    return _found("solution", *open_solutions(community.pk))


def _rollout(community: Community, *, on: date, past: datetime | None) -> Found:
    """Solutions that units have to take up soon: one entry each, with how many units."""
    few, total = solutions_due(community.pk, on + AHEAD)
    lines = {one.pk: one for one in lines_of(tuple(line for *_facts, line in few))}
    read: dict[int, Any] = {}
    for solution, _units, first_on, line in few:
        read[solution] = lines[line]
        read[solution].due_on = first_on
    units = {solution: count for solution, count, _first, _line in few}
    return _found("rollout", read, total, units=units)


def _commitments(community: Community, *, on: date, past: datetime | None) -> Found:
    """What people took on and is due soon or overdue."""
    return _found("commitment", *open_commitments(community.pk, on + AHEAD))


def _insights(community: Community, *, on: date, past: datetime | None) -> Found:
    """What conversations in the units brought and nobody has heard yet."""
    return _found("insight", *waiting_insights(community.pk))


def _questions(community: Community, *, on: date, past: datetime | None) -> Found:
    """What management asked and nobody has answered; the longest waiting first."""
    return _found("question", *open_questions(community.pk))


def _asks(community: Community, *, on: date, past: datetime | None) -> Found:
    """What somebody openly asks a hand with, as long as nobody has answered."""
    return _found("ask", *unanswered_asks(community.pk))


def _lessons(community: Community, *, on: date, past: datetime | None) -> Found:
    """Those whose day has come to be looked at again."""
    return _found("lesson", *due_lessons(community.pk, on))


READERS: Final[Mapping[str, Reader]] = {
    "commitment": _commitments,
    "rollout": _rollout,
    "solution": _solutions,
    "problem": _problems,
    "issue": _issues,
    "insight": _insights,
    "question": _questions,
    "ask": _asks,
    "lesson": _lessons,
}


def entry_of(item: AgendaItem) -> tuple[Entry, Record] | None:
    """What an item of a former agenda is about; None when it no longer waits.

    A part of the skeleton comes by itself in every gathering.
    """
    kind = item.kind
    if item.why.get("code") == "part":
        return None
    if not kind:
        began = date.fromisoformat(item.why.get("since") or str(item.gathering.planned_on))
        return Entry("item", item.pk, item.title, began), item
    subject: Any = getattr(item, kind)
    if subject.state not in STILL[kind] or getattr(subject, "first_answered_at", None):
        return None
    return _entry(kind, subject), subject


STILL: Final[Mapping[str, frozenset[str]]] = {
    "commitment": frozenset({"open"}),
    "rollout": frozenset({"to_do", "adapting"}),
    "solution": frozenset({"proposed", "trying", "escalated"}),
    "problem": frozenset({"open"}),
    "issue": frozenset({"open"}),
    "insight": frozenset({"waiting"}),
    "question": frozenset({"open"}),
    "ask": frozenset({"open"}),
    "lesson": frozenset({"current"}),
}
SINCE: Final[Mapping[str, tuple[str, ...]]] = {
    "commitment": ("made_at",),
    "rollout": ("changed_at",),
    "solution": ("decided_at", "proposed_at"),
    "problem": ("gathered_at",),
    "issue": ("surfaced_at",),
    "insight": ("brought_at",),
    "question": ("asked_at",),
    "ask": ("asked_at",),
    "lesson": ("look_again_on",),
}


def _entry(kind: str, subject: Any, *, votes: int = 0, units: int = 0) -> Entry:
    since = next(moment for name in SINCE[kind] if (moment := getattr(subject, name)))
    is_moment = hasattr(since, "date")
    unit = getattr(subject, "unit", None) if kind == "insight" else None
    return Entry(
        kind=kind,
        id=subject.solution_id if kind == "rollout" else subject.pk,
        title=_title(kind, subject, units),
        since_on=since.date() if is_moment else since,
        votes=votes or getattr(subject, "votes", 0),
        units=units,
        from_unit=unit.name if unit else "",
        due_on=subject.wanted_on if kind == "question" else getattr(subject, "due_on", None),
        state=subject.state,
    )


def _title(kind: str, subject: Any, units: int) -> str:
    if kind != "rollout":
        return str(subject)
    proposal = str(subject.solution)
    return f"{subject.unit}: {proposal}" if units < 2 else proposal


def _found(
    kind: str,
    read: Mapping[int, Any],
    total: int,
    *,
    units: Mapping[int, int] | None = None,
    votes: Mapping[int, int] | None = None,
) -> Found:
    entries = tuple(
        _entry(kind, one, votes=(votes or {}).get(pk) or 0, units=(units or {}).get(pk, 0))
        for pk, one in read.items()
    )
    subjects = {(kind, pk): one for pk, one in read.items()}
    return Found(kind, subjects, entries, rest=total - len(read))
