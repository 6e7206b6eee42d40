"""What the page of an issue shows one reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mandorla.base.models import Event
from mandorla.work.models import Problem
from mandorla.work.rules import changes_issue, shown_surfacer, steers, takes_part
from mandorla.work.solution_page import SolutionRow, solutions_of

if TYPE_CHECKING:
    from collections.abc import Set

    from mandorla.people.models import Person, Unit
    from mandorla.work.models import Issue

NEWEST: Final = 30  # events shown on the page
WAITING: Final = {"open", "gathered"}


@dataclass(frozen=True)
class IssuePage:
    """An issue for one reader.

    Attributes:
        units: The units it touches, by name.
        surfacer: Who surfaced it, when the reader may know.
        is_mine: Whether the reader surfaced it.
        has_voted: Whether the reader said that it matters to them too.
        votes_of_others: How many said so beside the reader.
        solutions: What is done about the problem it is a part of.
        may_vote: Whether the reader can vote.
        may_change: Whether the reader can change its words and units.
        may_settle: Whether the reader can solve, drop, gather or reopen it.
        may_withdraw: Whether the reader can take it back.
        history: What happened to it, the newest first.
    """

    issue: Issue
    units: tuple[Unit, ...]
    surfacer: Person | None
    is_mine: bool
    has_voted: bool
    solutions: tuple[SolutionRow, ...]
    may_vote: bool
    may_change: bool
    may_settle: bool
    may_withdraw: bool
    history: tuple[Event, ...]

    @property
    def votes_of_others(self) -> int:
        """How many others it matters to."""
        return self.issue.votes - self.has_voted


def read_issue(issue: Issue, *, reader: Person, roles: Set[str]) -> IssuePage:
    """Read the page of an issue in a fixed number of queries.

    Args:
        issue: Read with its community, its problem, its gathering and who surfaced it.
        reader: Who reads.
        roles: The reader's roles in the community.
    """
    is_open = not issue.community.has_closed
    waits = is_open and issue.state in WAITING
    is_mine = issue.is_own_of(reader)
    has_voted = issue.cast_votes.filter(person=reader).exists()
    events = Event.objects.about(issue).newest_first()
    return IssuePage(
        issue=issue,
        units=tuple(issue.units.order_by("name", "pk")),
        surfacer=shown_surfacer(reader, issue=issue),
        is_mine=is_mine,
        has_voted=has_voted,
        solutions=_done_about(issue.problem, reader=reader, roles=roles),
        may_vote=waits and takes_part(reader, roles) and not is_mine,
        may_change=waits and changes_issue(reader, roles, issue=issue),
        may_settle=is_open and steers(reader, roles),
        may_withdraw=is_open and is_mine and issue.state == "open" and issue.votes == has_voted,
        history=tuple(events[:NEWEST]),
    )


def _done_about(
    problem: Problem | None, *, reader: Person, roles: Set[str]
) -> tuple[SolutionRow, ...]:
    return solutions_of(problem, reader=reader, roles=roles).rows if problem else ()
