"""What is open in a community, as queries that a backlog asks again and again."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Exists, Min, OuterRef, QuerySet, Sum

from mandorla.base.prepared import counted, prepared
from mandorla.gatherings.models import Commitment
from mandorla.work.models import (
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
    from collections.abc import Callable
    from datetime import date, datetime

MOST: Final = 20  # of each kind; more would fit into no gathering
MOST_OLD: Final = 10  # of issues that may be offered for dropping
ANSWERED_BY: Final = ("proposed", "trying", "accepted", "escalated")  # a problem has a solution


class Bounded:
    """A query of which the most pressing rows are read, and the rest is counted."""

    def __init__(self, write: Callable[..., QuerySet[Any]]) -> None:
        self._first = prepared(wraps(write)(lambda *values: write(*values)[: MOST + 1]))
        self._count = prepared(wraps(write)(lambda *values: counted(write(*values))))

    def __call__(self, *values: object) -> tuple[dict[int, Any], int]:
        """The first by number, and how many there are."""
        rows = self._first(*values)
        total = self._count(*values)[0] if len(rows) > MOST else len(rows)
        return {one.pk: one for one in rows[:MOST]}, total


@Bounded
def open_issues(community: int) -> QuerySet[Issue]:
    waiting = Issue.objects.filter(community=community).waiting()
    waiting = waiting.only("text", "state", "votes", "surfaced_at")
    return waiting.order_by("-votes", "surfaced_at", "pk")


@prepared
def old_issues(community: int, past: datetime) -> QuerySet[Issue]:
    waiting = Issue.objects.filter(community=community, surfaced_at__lt=past).waiting()
    waiting = waiting.only("text", "state", "votes", "surfaced_at")
    return waiting.order_by("surfaced_at", "pk")[:MOST_OLD]


@prepared
def units_of_issues(issues: tuple[int, ...]) -> QuerySet[Any, tuple[int, int]]:
    rows = Issue.units.through.objects.filter(issue__in=issues).values_list("issue")
    return rows.annotate(count=Count("unit"))


@Bounded
def unsolved_problems(community: int) -> QuerySet[Problem]:
    solved = Solution.objects.filter(problem=OuterRef("pk"), state__in=ANSWERED_BY)
    waiting = Problem.objects.filter(community=community, state="open").exclude(Exists(solved))
    return waiting.order_by("gathered_at", "pk")


@prepared
def votes_of_problems(problems: tuple[int, ...]) -> QuerySet[Any, tuple[int, int]]:
    rows = Issue.objects.filter(problem__in=problems).values_list("problem")
    return rows.annotate(total=Sum("votes"))


@prepared
def units_of_problems(problems: tuple[int, ...]) -> QuerySet[Any, tuple[int, int]]:
    rows = Problem.units.through.objects.filter(problem__in=problems).values_list("problem")
    return rows.annotate(count=Count("unit"))


@Bounded
def open_solutions(community: int) -> QuerySet[Solution]:
    open_states = ["proposed", "trying", "escalated"]
    waiting = Solution.objects.filter(community=community, state__in=open_states)
    return waiting.order_by("proposed_at", "pk")


def _due(community: int, until: date) -> QuerySet[RolloutLine]:
    return RolloutLine.objects.filter(
        solution__community=community, state__in=["to_do", "adapting"], due_on__lte=until
    )


@prepared
def _first_due(community: int, until: date) -> QuerySet[Any, tuple[int, int, date, int]]:
    grouped = _due(community, until).values_list("solution")
    few = grouped.annotate(units=Count("pk"), first_on=Min("due_on"), line=Min("pk"))
    return few.order_by("first_on", "solution_id")[: MOST + 1]


@prepared
def _all_due(community: int, until: date) -> QuerySet[Any, int]:
    return counted(_due(community, until), of="solution")


def solutions_due(community: int, until: date) -> tuple[list[tuple[int, int, date, int]], int]:
    """Solutions to take up, each with how many units, its first day and line; and how many."""
    rows = _first_due(community, until)
    return rows[:MOST], _all_due(community, until)[0] if len(rows) > MOST else len(rows)


@prepared
def lines_of(numbers: tuple[int, ...]) -> QuerySet[RolloutLine]:
    return RolloutLine.objects.filter(pk__in=numbers).select_related("solution", "unit")


@Bounded
def open_commitments(community: int, until: date) -> QuerySet[Commitment]:
    waiting = Commitment.objects.filter(community=community, due_on__lte=until).open()
    waiting = waiting.select_related("owner").only(
        "text", "state", "due_on", "made_at", "owner__name"
    )
    return waiting.order_by("due_on", "pk")


@Bounded
def waiting_insights(community: int) -> QuerySet[Insight]:
    waiting = Insight.objects.filter(community=community, state="waiting")
    return waiting.select_related("unit").order_by("brought_at", "pk")


@Bounded
def open_questions(community: int) -> QuerySet[Question]:
    waiting = Question.objects.filter(community=community, state="open")
    return waiting.select_related("asked_by").order_by("asked_at", "pk")


@Bounded
def unanswered_asks(community: int) -> QuerySet[Ask]:
    waiting = Ask.objects.filter(community=community, is_for_all=True).unanswered()
    return waiting.select_related("asked_by").order_by("asked_at", "pk")


@Bounded
def due_lessons(community: int, on: date) -> QuerySet[Lesson]:
    waiting = Lesson.objects.filter(community=community).due(on=on)
    return waiting.select_related("owner").order_by("look_again_on", "pk")
