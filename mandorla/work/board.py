"""The board of a community: from what cropped up to what is solved, a few cards a column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.prepared import counted, prepared
from mandorla.work.issue_list import FIELDS, ORDERS, Row, rows_of
from mandorla.work.models import Issue, Problem
from mandorla.work.stages import MEANINGS, STAGES, Card, cards_of, open_by_stage

if TYPE_CHECKING:
    from mandorla.communities.models import Community
    from mandorla.people.models import Person

MOST_ISSUES: Final = 8  # on the board; the others are in the list
MOST_PROBLEMS: Final = 5


@dataclass(frozen=True)
class Column:
    """A column of problems.

    Attributes:
        stage: Its key, as the list behind it takes it.
        count: How many the whole column has.
    """

    stage: str
    title: str
    meaning: str
    cards: tuple[Card, ...]
    count: int

    @property
    def more(self) -> int:
        """How many are only in the list."""
        return self.count - len(self.cards)


@dataclass(frozen=True)
class Board:
    """What a community works on.

    Attributes:
        issues: What waits, what matters to most people first.
        waiting: How many issues wait in all.
        columns: The problems, by how far they are.
    """

    issues: tuple[Row, ...]
    waiting: int
    columns: tuple[Column, ...]

    @property
    def more(self) -> int:
        """How many issues are only in the list."""
        return self.waiting - len(self.issues)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever surfaced."""
        return not self.waiting and not any(column.count for column in self.columns)

    @property
    def sentence(self) -> str:
        """What is true now."""
        count = {column.stage: column.count for column in self.columns}
        parts = [
            ngettext("{n} issue waits", "{n} issues wait", self.waiting).format(n=self.waiting)
        ]
        if count["open"]:
            parts.append(
                ngettext(
                    "{n} problem has no solution yet",
                    "{n} problems have no solution yet",
                    count["open"],
                ).format(n=count["open"])
            )
        if under_way := count["trying"] + count["rolling_out"]:
            parts.append(
                ngettext(
                    "a solution to {n} is under way", "solutions to {n} are under way", under_way
                ).format(n=under_way)
            )
        return _("{parts}.").format(parts="; ".join(parts))


def read_board(community: Community, *, reader: Person) -> Board:
    """Read the board of a community in a fixed number of queries.

    Args:
        community: Whose board; loaded as somebody may see it.
        reader: Who reads.
    """
    found = open_by_stage(community)
    counts = {stage: len(problems) for stage, problems in found.items()}
    counts["solved"] = _count_solved(community.pk)[0]
    few = {stage: problems[:MOST_PROBLEMS] for stage, problems in found.items()}
    few["solved"] = _newest_solved(community.pk)
    cards = {card.pk: card for card in cards_of([one for some in few.values() for one in some])}
    return Board(
        issues=rows_of(_top(community.pk), reader=reader),
        waiting=_count_waiting(community.pk)[0],
        columns=tuple(
            Column(
                stage=stage,
                title=_("Problems") if stage == "open" else str(STAGES[stage]),
                meaning=str(MEANINGS[stage]),
                cards=tuple(cards[problem.pk] for problem in some),
                count=counts[stage],
            )
            for stage, some in few.items()
        ),
    )


@prepared
def _top(community: int) -> QuerySet[Issue, tuple[Any, ...]]:
    waiting = Issue.objects.filter(community=community).waiting()
    return waiting.order_by(*ORDERS["votes"]).values_list(*FIELDS)[:MOST_ISSUES]


@prepared
def _count_waiting(community: int) -> QuerySet[Any, int]:
    return counted(Issue.objects.filter(community=community).waiting())


@prepared
def _newest_solved(community: int) -> QuerySet[Problem]:
    solved = Problem.objects.filter(community=community, state="solved")
    return solved.order_by("-solved_at", "-pk")[:MOST_PROBLEMS]


@prepared
def _count_solved(community: int) -> QuerySet[Any, int]:
    return counted(Problem.objects.filter(community=community, state="solved"))
