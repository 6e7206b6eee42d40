"""Items of a kept agenda about issues that somebody saw as one problem after it was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.work.models import AgendaItem, Problem
from mandorla.work.models.agenda_item import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def is_merged(row: AgendaItem) -> bool:
    """Whether it still waits for its turn though its issue is part of a problem by now."""
    return bool(row.issue and row.issue.state == "gathered" and row.state == "planned")


def with_merged(rows: Sequence[AgendaItem]) -> list[AgendaItem]:
    """The same items, with one about the problem where the first of its issues was.

    It has the minutes of the longest of them: people talk about one thing, not about several.

    Args:
        rows: Items that stay on an agenda, with what they are about.
    """
    problems = _problems(rows)
    known = {row.problem_id for row in rows if row.problem_id}
    found: list[AgendaItem] = []
    for row in rows:
        problem = problems.get(row.issue.problem_id or 0) if row.issue else None
        if problem is None or not is_merged(row):
            found.append(row)
        elif problem.pk not in known:
            known.add(problem.pk)
            found.append(_about(problem, rows, row))
    return found


def _problems(rows: Iterable[AgendaItem]) -> dict[int, Problem]:
    numbers = {row.issue.problem_id for row in rows if row.issue and is_merged(row)}
    open_ones = Problem.objects.filter(pk__in=[one for one in numbers if one], state="open")
    return {one.pk: one for one in open_ones} if numbers else {}


def _about(problem: Problem, rows: Iterable[AgendaItem], first: AgendaItem) -> AgendaItem:
    """A new item, placed by hand as those that it stands for."""
    same = (row for row in rows if row.issue and row.issue.problem_id == problem.pk)
    return AgendaItem(
        title=str(problem)[:LONGEST],
        part=first.part,
        minutes=max(row.minutes for row in same if is_merged(row)),
        position=first.position,
        problem=problem,
    )
