"""What waits in a community to be talked about, one reader for each kind.

A reader takes the most pressing of its kind and counts the rest. A new kind needs a reader here,
its word in `core.waiting.TAKES`, and a column of `AgendaItem`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Protocol

from django.db.models import Count, Exists, Min, OuterRef, Sum

from mandorla.core.waiting import Entry
from mandorla.gatherings.models import Commitment
from mandorla.work.models import (
    AgendaItem,
    Ask,
    Insight,
    Issue,
    Lesson,
    Problem,
    Question,
    RolloutLine,
    Solution,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from mandorla.base.models import Record
    from mandorla.communities.models import Community

MOST: Final = 30  # of each kind; more would fit into no gathering
MOST_OLD: Final = 20  # of issues that may be offered for dropping
AHEAD: Final = timedelta(days=14)  # what is due later waits by itself
ANSWERED_BY: Final = ("proposed", "trying", "accepted", "escalated")  # a problem has a solution


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
    waiting = Issue.objects.filter(community=community).waiting()
    waiting = waiting.only("text", "state", "votes", "surfaced_at")
    read = {one.pk: one for one in waiting.order_by("-votes", "surfaced_at", "pk")[:MOST]}
    if past is not None:
        old = waiting.filter(surfaced_at__lt=past).order_by("surfaced_at", "pk")[:MOST_OLD]
        read |= {one.pk: one for one in old}
    total = waiting.count() if len(read) >= MOST else len(read)
    units = _units_of(Issue.units.through, "issue", read)
    return _found("issue", read, total, units={pk: units.get(pk, 0) for pk in read})


def _problems(community: Community, *, on: date, past: datetime | None) -> Found:
    """Those that nobody has proposed a solution for."""
    solved = Solution.objects.filter(problem=OuterRef("pk"), state__in=ANSWERED_BY)
    waiting = Problem.objects.filter(community=community, state="open").exclude(Exists(solved))
    read, total = _bounded(waiting.order_by("gathered_at", "pk"))
    votes = dict(
        Issue.objects.filter(problem__in=read)
        .values_list("problem")
        .annotate(total=Sum("votes"))
        .values_list("problem", "total")
    )
    units = _units_of(Problem.units.through, "problem", read)
    return _found("problem", read, total, units=units, votes=votes)


def _solutions(community: Community, *, on: date, past: datetime | None) -> Found:
    """What is proposed, tried or waits for somebody above; the longest waiting first."""
    open_states = ["proposed", "trying", "escalated"]
    waiting = Solution.objects.filter(community=community, state__in=open_states)
    return _found("solution", *_bounded(waiting.order_by("proposed_at", "pk")))


def _rollout(community: Community, *, on: date, past: datetime | None) -> Found:
    """Solutions that units have to take up soon: one entry each, with how many units."""
    waiting = RolloutLine.objects.filter(
        solution__community=community, state__in=["to_do", "adapting"], due_on__lte=on + AHEAD
    )
    grouped = waiting.values_list("solution").annotate(
        units=Count("pk"), first_on=Min("due_on"), line=Min("pk")
    )
    few = list(grouped.order_by("first_on", "solution")[: MOST + 1])
    total = grouped.count() if len(few) > MOST else len(few)
    lines = RolloutLine.objects.select_related("solution", "unit").in_bulk(
        [line for _solution, _units, _due, line in few[:MOST]]
    )
    read: dict[int, Any] = {}
    for solution, _units, due, line in few[:MOST]:
        read[solution] = lines[line]
        read[solution].due_on = due
    return _found("rollout", read, total, units={pk: count for pk, count, _due, _line in few})


def _commitments(
    community: Community,
    *,
    on: date,
    past: datetime | None,
) -> Found:
    """What people took on and is due soon or overdue."""
    waiting = Commitment.objects.filter(community=community, due_on__lte=on + AHEAD).open()
    waiting = waiting.select_related("owner").only(
        "text", "state", "due_on", "made_at", "owner__name"
    )
    waiting = waiting.order_by("due_on", "pk")
    return _found("commitment", *_bounded(waiting))


def _insights(community: Community, *, on: date, past: datetime | None) -> Found:
    """What conversations in the units brought and nobody has heard yet."""
    waiting = Insight.objects.filter(community=community, state="waiting")
    waiting = waiting.select_related("unit").order_by("brought_at", "pk")
    return _found("insight", *_bounded(waiting))


def _questions(community: Community, *, on: date, past: datetime | None) -> Found:
    """What management asked and nobody has answered; the longest waiting first."""
    waiting = Question.objects.filter(community=community, state="open")
    waiting = waiting.select_related("asked_by").order_by("asked_at", "pk")
    return _found("question", *_bounded(waiting))


def _asks(community: Community, *, on: date, past: datetime | None) -> Found:
    """What somebody openly asks a hand with, as long as nobody has answered."""
    waiting = Ask.objects.filter(community=community, is_for_all=True).unanswered()
    return _found("ask", *_bounded(waiting.select_related("asked_by").order_by("asked_at", "pk")))


def _lessons(community: Community, *, on: date, past: datetime | None) -> Found:
    """Those whose day has come to be looked at again."""
    waiting = Lesson.objects.filter(community=community).due(on=on)
    waiting = waiting.select_related("owner").order_by("look_again_on", "pk")
    return _found("lesson", *_bounded(waiting))


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


def _bounded(waiting: QuerySet[Any]) -> tuple[dict[int, Any], int]:
    """The first of a query by number, and how many it has."""
    read = {one.pk: one for one in waiting[: MOST + 1]}
    total = waiting.count() if len(read) > MOST else len(read)
    return dict(list(read.items())[:MOST]), total


def _units_of(through: Any, field: str, read: Mapping[int, Any] | Sequence[int]) -> dict[int, int]:
    """How many units each touches, in one query."""
    rows = through.objects.filter(**{f"{field}__in": list(read)}).values_list(field)
    return dict(rows.annotate(count=Count("unit")).values_list(field, "count"))


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
