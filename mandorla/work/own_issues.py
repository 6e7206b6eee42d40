"""What somebody surfaced and what became of it, for that person alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from mandorla.base.web import Page, paged
from mandorla.work.models import Issue, Solution

if TYPE_CHECKING:
    from mandorla.people.models import Person


@dataclass(frozen=True)
class Own:
    """One issue of one's own.

    Attributes:
        issue: What was surfaced.
        solutions: What is done about the problem it became a part of, the newest first.
    """

    issue: Issue
    solutions: tuple[Solution, ...]


def surfaced_by(person: Person, *, number: int) -> Page[Own]:
    """A page of what somebody surfaced, the newest first, also what they surfaced without a name.

    Args:
        person: Who asks, about themselves.
        number: Which page, from 1.
    """
    live = Solution.objects.exclude(state="rejected").order_by("-proposed_at", "-pk")
    mine = Issue.objects.own_of(person).listed().select_related("community", "problem")
    found = paged(
        mine.prefetch_related(
            Prefetch("problem__solutions", queryset=live.select_related("community"))
        ).order_by("-surfaced_at", "-pk"),
        number=number,
    )
    rows = [
        Own(issue=issue, solutions=tuple(issue.problem.solutions.all() if issue.problem else ()))
        for issue in found.rows
    ]
    return Page(
        rows=rows, number=found.number, total=found.total, first=found.first, last=found.last
    )
