"""What the page of a problem shows one reader, and what gathering issues offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mandorla.base.models import Event
from mandorla.people.models import Person
from mandorla.work.issue_list import FIELDS, ORDERS, Row, rows_of
from mandorla.work.models import Issue, Problem
from mandorla.work.rules import owns_problem, steers, takes_part
from mandorla.work.solution_page import Solutions, solutions_of

if TYPE_CHECKING:
    from collections.abc import Set

    from mandorla.communities.models import Community
    from mandorla.people.models import Unit

NEWEST: Final = 30  # events shown on the page
MOST_ISSUES: Final = 100  # of one problem that the page lists
MOST_OFFERED: Final = 30  # issues that are offered beside the chosen ones


@dataclass(frozen=True)
class ProblemPage:
    """A problem for one reader.

    Attributes:
        units: The units it touches, by name.
        issues: What is a part of it, what matters to most people first.
        votes: How often people said that one of them matters to them.
        solutions: What is or could be done about it.
        may_change: Whether the reader changes its words and units.
        may_settle: Whether the reader solves, drops or reopens it, and says what is a part of it.
        may_own: Whether the reader can look after it by one click.
        history: What happened to it, the newest first.
    """

    problem: Problem
    units: tuple[Unit, ...]
    issues: tuple[Row, ...]
    votes: int
    solutions: Solutions
    may_change: bool
    may_settle: bool
    may_own: bool
    history: tuple[Event, ...]

    @property
    def gathered(self) -> tuple[Row, ...]:
        """The issues that can be taken out of it."""
        return tuple(row for row in self.issues if row.state == "gathered")


def read_problem(problem: Problem, *, reader: Person, roles: Set[str]) -> ProblemPage:
    """Read the page of a problem in a fixed number of queries.

    Args:
        problem: Read with its community and its owner.
        reader: Who reads.
        roles: The reader's roles in the community.
    """
    is_open = not problem.community.has_closed
    waits = is_open and problem.state == "open"
    parts = Issue.objects.visible_to(reader).filter(problem=problem)
    rows = rows_of(
        parts.order_by(*ORDERS["votes"]).values_list(*FIELDS)[:MOST_ISSUES], reader=reader
    )
    return ProblemPage(
        problem=problem,
        units=tuple(problem.units.order_by("name", "pk")),
        issues=rows,
        votes=sum(row.votes for row in rows),
        solutions=solutions_of(problem, reader=reader, roles=roles),
        may_change=waits and owns_problem(reader, roles, problem=problem),
        may_settle=is_open and steers(reader, roles),
        may_own=waits and problem.owner_id is None and takes_part(reader, roles),
        history=tuple(Event.objects.about(problem).newest_first()[:NEWEST]),
    )


@dataclass(frozen=True)
class Gathering:
    """What somebody can see as one problem.

    Attributes:
        chosen: The issues they chose, in the order of votes.
        others: Further issues that wait, what matters to most people first.
        problems: The open problems that the issues could be a part of, as number and statement.
        people: Who could look after it, as number and name.
    """

    chosen: tuple[Row, ...]
    others: tuple[Row, ...]
    problems: tuple[tuple[int, str], ...]
    people: tuple[tuple[int, str], ...]


def gathering_of(community: Community, *, reader: Person, chosen: Set[int]) -> Gathering:
    """What can be gathered in a community.

    Args:
        community: Whose issues.
        reader: Who gathers.
        chosen: The numbers of the issues they chose; what does not wait is left out.
    """
    waiting = Issue.objects.visible_to(reader).filter(community=community).waiting()
    ordered = waiting.order_by(*ORDERS["votes"]).values_list(*FIELDS)
    first = rows_of(ordered.filter(pk__in=chosen), reader=reader)
    others = rows_of(ordered.exclude(pk__in=chosen)[:MOST_OFFERED], reader=reader)
    problems = Problem.objects.visible_to(reader).filter(community=community, state="open")
    return Gathering(
        chosen=first,
        others=others,
        problems=tuple(problems.order_by("-gathered_at", "-pk").values_list("pk", "statement")),
        people=owners_of(community),
    )


def owners_of(community: Community) -> tuple[tuple[int, str], ...]:
    """Who could look after a problem: everybody with a role here, by name."""
    here = community.memberships.filter(former=False).values("person")
    people = Person.objects.filter(pk__in=here, is_active=True).order_by("name", "pk")
    return tuple(people.values_list("pk", "name"))
