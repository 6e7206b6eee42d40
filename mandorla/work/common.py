"""What is suggested as common problems of a community, and what a person makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from mandorla.core.common import Common, is_same
from mandorla.core.grouping import kept_apart
from mandorla.work.issue_list import FIELDS, rows_of
from mandorla.work.models import Apart, Issue, Problem, Suggested
from mandorla.work.reasons import reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from mandorla.communities.models import Community
    from mandorla.people.models import Person
    from mandorla.work.issue_list import Row

MOST_SHOWN: Final = 10


@dataclass(frozen=True)
class Suggestion:
    """Issues that may be one problem, or a part of one that is known.

    Attributes:
        issues: Those that wait, what matters to most people first.
        problem: The number of the problem they may be a part of; None for a new one.
        statement: What that problem says; for a new one what most people voted for.
        words: The words they have in common.
        units: The units they touch, the one that most of them touch first.
        reason: Words and units as a sentence.
    """

    issues: tuple[Row, ...]
    problem: int | None
    statement: str
    words: tuple[str, ...]
    units: tuple[str, ...]
    reason: str

    @property
    def key(self) -> int:
        """Tells it from the others of its page."""
        return self.issues[0].pk

    @property
    def votes(self) -> int:
        """How often somebody said that one of these matters to them."""
        return sum(issue.votes for issue in self.issues)


def read_suggestions(community: Community, *, reader: Person) -> tuple[Suggestion, ...]:
    """What is suggested now, in a fixed number of queries: what touches most units first.

    Suggestions are worked out after the fact, so whatever was gathered, dropped or said to be
    apart since then is left out here.

    Args:
        community: Whose issues.
        reader: Who reads.
    """
    groups = Suggested.objects.filter(community=community).values_list("groups", flat=True).first()
    if not groups:
        return ()
    named = {pk for group in groups for pk in group["issues"]}
    waiting = Issue.objects.visible_to(reader).filter(community=community, pk__in=named).waiting()
    rows = {row.pk: row for row in rows_of(waiting.values_list(*FIELDS), reader=reader)}
    apart = Apart.objects.among([*named, *(pk for group in groups for pk in group["with"])])
    numbers = {group["problem"] for group in groups if group["problem"]}
    problems = Problem.objects.filter(community=community, pk__in=numbers, state="open")
    statements = dict(problems.values_list("pk", "statement"))
    found = (
        suggestion
        for group in groups
        for suggestion in _still(group, rows=rows, apart=apart, statements=statements)
    )
    order = sorted(found, key=lambda one: (-len(one.units), -one.votes, -len(one.issues), one.key))
    return tuple(order[:MOST_SHOWN])


def gather(
    *,
    issues: Sequence[Issue],
    others: Sequence[Issue],
    problem: Problem | None,
    statement: str,
    by: Person,
    at: datetime,
) -> Problem:
    """These issues are one problem; what was suggested with them and left out is apart from it.

    Args:
        issues: Those that belong together.
        others: Those that were suggested, too, and do not.
        problem: The known problem they are a part of; None makes a new one.
        statement: What a new problem says.
        by: Who says so.
        at: The moment.

    Raises:
        Refused: No issue is chosen, or nothing is said.
        Stale: One of them is not open any more; then nothing is changed.
    """
    with transaction.atomic():
        if problem:
            problem.add(issues=issues, by=by, at=at)
        else:
            problem = Problem.gather(issues=issues, statement=statement, by=by, at=at)
        if others:
            Apart.split(issues=issues, others=others, by=by, at=at)
    return problem


def dismiss(*, issues: Sequence[Issue], problem: Problem | None, by: Person, at: datetime) -> None:
    """These issues are not one problem, or not a part of that one: this is not suggested again.

    Args:
        issues: Those that were suggested together.
        problem: The problem they were suggested for, if any.
        by: Who says so.
        at: The moment.

    Raises:
        Refused: There is nothing to keep apart.
    """
    if problem:
        there = problem.issues.filter(state="gathered").select_related("community").listed()
        Apart.split(issues=issues, others=list(there), by=by, at=at)
    else:
        Apart.say(issues=issues, by=by, at=at)


def _still(
    group: dict[str, Any],
    *,
    rows: dict[int, Row],
    apart: set[tuple[int, int]],
    statements: dict[int, str],
) -> Iterable[Suggestion]:
    """What is left of a suggestion; it may have come apart into several."""
    problem = group["problem"] if group["problem"] in statements else None
    known = set(group["with"]) if problem else set()
    left = [*sorted(known), *(pk for pk in group["issues"] if pk in rows)]
    for part in kept_apart(left, apart):
        there = known.intersection(part)
        issues = sorted((rows[pk] for pk in part if pk not in known), key=_order)
        if len(issues) < (1 if there else 2):
            continue
        statement = statements[problem] if problem and there else issues[0].text
        yield _told(issues, problem if there else None, statement, tuple(group["words"]))


def _order(row: Row) -> tuple[int, int]:
    return (-row.votes, row.pk)


def _told(
    issues: list[Row], problem: int | None, statement: str, words: tuple[str, ...]
) -> Suggestion:
    counts: dict[str, int] = {}
    for issue in issues:
        for unit in issue.units:
            counts[unit] = counts.get(unit, 0) + 1
    units = tuple(sorted(counts, key=lambda unit: (-counts[unit], unit)))
    return Suggestion(
        issues=tuple(issues),
        problem=problem,
        statement=statement,
        words=words,
        units=units,
        reason=reason(
            Common(
                places=tuple(range(len(issues))),
                words=words,
                units=units,
                is_same=is_same(issue.text for issue in issues),
            )
        ),
    )
