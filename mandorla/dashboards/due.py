"""In which communities of the whole organization a round is due, for program managers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from mandorla.base.prepared import prepared
from mandorla.base.web import PAGE_SIZE, Page
from mandorla.communities.models import Community
from mandorla.value.due import due_everywhere
from mandorla.value.methods import REASONS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


@dataclass(frozen=True)
class ReasonCount:
    """Why rounds are due, and in how many communities.

    Attributes:
        key: One of `REASONS`.
        words: The same in words.
        count: In how many communities.
    """

    key: str
    words: str
    count: int


@dataclass(frozen=True)
class DueRound:
    """A community in which a round is due, and why in words."""

    community: Community
    reason: str


@dataclass(frozen=True)
class DueRounds:
    """The communities in which a round is due.

    Attributes:
        total: How many there are.
        reasons: How many for each reason that there is.
        reason: The reason that was asked for; empty for all.
        page: Fifty of them, by name.
    """

    total: int
    reasons: tuple[ReasonCount, ...]
    reason: str
    page: Page[DueRound]


def read_due_rounds(*, reason: str, number: int, on: date) -> DueRounds:
    """One page of the communities in which a round is due.

    Why it is due is asked of the database once, for all: that is what takes long.

    Args:
        reason: Only for this reason; anything that is no reason means all.
        number: Which page, from 1.
        on: The day on which it is asked.
    """
    due = due_everywhere(on=on)
    counts = Counter(key for _pk, key in due)
    chosen = reason if reason in counts else ""
    return DueRounds(
        total=len(due),
        reasons=tuple(
            ReasonCount(key=key, words=str(words), count=counts[key])
            for key, words in REASONS.items()
            if key in counts
        ),
        reason=chosen,
        page=_page([row for row in due if chosen in {"", row[1]}], number=number),
    )


def _page(due: Sequence[tuple[int, str]], *, number: int) -> Page[DueRound]:
    """The communities of one page; a number past the end gives the last page."""
    number = min(number, max(1, -(-len(due) // PAGE_SIZE)))
    start = (number - 1) * PAGE_SIZE
    shown = due[start : start + PAGE_SIZE]
    named = {one.pk: one for one in _named(tuple(pk for pk, _key in shown))} if shown else {}
    return Page(
        rows=[DueRound(community=named[pk], reason=str(REASONS[key])) for pk, key in shown],
        number=number,
        total=len(due),
        first=start + 1 if shown else 0,
        last=start + len(shown),
    )


@prepared
def _named(communities: tuple[int, ...]) -> QuerySet[Community]:
    return Community.objects.filter(pk__in=communities).only("name", "slug")
