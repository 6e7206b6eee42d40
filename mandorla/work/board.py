"""The board of a community: from what cropped up to what is solved, a few cards a column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
    waiting = Issue.objects.filter(community=community).waiting()
    top = waiting.order_by(*ORDERS["votes"]).values_list(*FIELDS)[:MOST_ISSUES]
    found = open_by_stage(community)
    solved = Problem.objects.filter(community=community, state="solved")
    counts = {stage: len(problems) for stage, problems in found.items()}
    counts["solved"] = solved.count()
    few = {stage: problems[:MOST_PROBLEMS] for stage, problems in found.items()}
    few["solved"] = list(solved.order_by("-solved_at", "-pk")[:MOST_PROBLEMS])
    cards = {card.pk: card for card in cards_of([one for some in few.values() for one in some])}
    return Board(
        issues=rows_of(top, reader=reader),
        waiting=waiting.count(),
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
