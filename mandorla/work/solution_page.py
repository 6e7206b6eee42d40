"""What the page of a solution shows, and what a problem's page shows of its solutions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Q

from mandorla.base.models import Event
from mandorla.core.lifecycle import SOLUTION, possible
from mandorla.gatherings.models import Gathering
from mandorla.work.contributors import Helped, helped_with
from mandorla.work.models import Solution
from mandorla.work.models.rollout import OPEN
from mandorla.work.rollout_lines import LineRow, line_rows
from mandorla.work.rules import rewords, steers, takes_part

if TYPE_CHECKING:
    from collections.abc import Set
    from datetime import date, datetime

    from mandorla.communities.models import Community
    from mandorla.people.models import Person
    from mandorla.work.models import Problem

NEWEST: Final = 30  # events shown on the page
RECENT: Final = timedelta(days=45)  # a decision is noted soon after the gathering, or never


@dataclass(frozen=True)
class SolutionPage:
    """A solution for one reader.

    Attributes:
        helped: What the reader may know of those who helped.
        lines: How far each unit is, by name.
        late: How many of them are late.
        closed: How many units adopted it or declined it with a reason.
        verbs: What the reader can decide now, as the lifecycle calls it.
        rewords: Whether the reader can change its words.
        helps: Whether the reader can say that they helped.
        rolls_out: Whether the reader can send it to units.
        solves: Whether every unit is done, so that those who steer may call the problem solved.
        history: What happened to it, the newest first.
    """

    solution: Solution
    helped: Helped
    lines: tuple[LineRow, ...]
    late: int
    closed: int
    verbs: tuple[str, ...]
    rewords: bool
    helps: bool
    rolls_out: bool
    solves: bool
    history: tuple[Event, ...]


def read_solution(solution: Solution, *, reader: Person, roles: Set[str], on: date) -> SolutionPage:
    """Read the page of a solution in a fixed number of queries.

    Args:
        solution: Read with its community, its problem and who decided it where.
        reader: Who reads.
        roles: The reader's roles in the community.
        on: Today.
    """
    is_open = not solution.community.has_closed
    decides = is_open and steers(reader, roles)
    lines = line_rows(solution.rollout.all(), reader=reader, on=on, solution=solution)
    closed = sum(not row.line.is_open for row in lines)
    events = Event.objects.within(solution.community).about(solution).newest_first()
    return SolutionPage(
        solution=solution,
        helped=helped_with(solution, reader=reader),
        lines=lines,
        late=sum(row.is_late for row in lines),
        closed=closed,
        verbs=possible(SOLUTION, state=solution.state) if decides else (),
        rewords=is_open and rewords(reader, roles, solution=solution),
        helps=is_open and takes_part(reader, roles) and solution.state != "rejected",
        rolls_out=decides and solution.is_rolled_out,
        solves=decides
        and solution.state == "accepted"
        and solution.problem.state == "open"
        and bool(lines)
        and closed == len(lines),
        history=tuple(events[:NEWEST]),
    )


def recent_gatherings(community: Community, *, at: datetime) -> list[Gathering]:
    """The gatherings in which something may have been decided just now, the newest first."""
    rows = Gathering.objects.filter(community=community, state__in=["running", "held"])
    return list(
        rows.between(at - RECENT, at + timedelta(days=1))
        .select_related("series")
        .defer("notes")
        .order_by("-starts_at", "-pk")[:6]
    )


@dataclass(frozen=True)
class SolutionRow:
    """A solution in the list of a problem: how many units it goes to, and how many are done."""

    solution: Solution
    units: int
    adopted: int
    open: int


@dataclass(frozen=True)
class Solutions:
    """What is or could be done about a problem.

    Attributes:
        rows: The solutions, what is done first and what was rejected last.
        may_propose: Whether the reader can propose another one.
    """

    problem: Problem
    rows: tuple[SolutionRow, ...]
    may_propose: bool


FIRST: Final = ("accepted", "trying", "escalated", "proposed", "rejected")


def solutions_of(problem: Problem, *, reader: Person, roles: Set[str]) -> Solutions:
    """What is or could be done about a problem, in one query.

    Args:
        problem: Read with its community.
        reader: Who reads.
        roles: The reader's roles in the community.
    """
    found = Solution.objects.filter(problem=problem).annotate(
        units=Count("rollout"),
        adopted=Count("rollout", filter=Q(rollout__state="adopted")),
        waiting=Count("rollout", filter=Q(rollout__state__in=OPEN)),
    )
    rows = [
        SolutionRow(one, units=one.units, adopted=one.adopted, open=one.waiting)  # type: ignore[attr-defined]
        for one in found
    ]
    rows.sort(key=lambda row: (FIRST.index(row.solution.state), -row.solution.pk))
    for row in rows:
        row.solution.community = problem.community  # known already
    is_open = problem.state == "open" and not problem.community.has_closed
    return Solutions(problem, tuple(rows), is_open and takes_part(reader, roles))
