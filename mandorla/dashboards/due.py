"""In which communities of the whole organization a round is due, for program managers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.db.models.functions import Lower

from mandorla.base.web import Page, paged
from mandorla.communities.models import Community
from mandorla.value.due import due_rounds
from mandorla.value.methods import REASONS

if TYPE_CHECKING:
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
class DueRounds:
    """The communities in which a round is due.

    Attributes:
        total: How many there are.
        reasons: How many for each reason that there is.
        reason: The reason that was asked for; empty for all.
        page: Fifty of them, by name, each with `due_reason`.
    """

    total: int
    reasons: tuple[ReasonCount, ...]
    reason: str
    page: Page[Any]


def read_due_rounds(*, reason: str, number: int, on: date) -> DueRounds:
    """One page of the communities in which a round is due.

    Args:
        reason: Only for this reason; anything that is no reason means all.
        number: Which page, from 1.
        on: The day on which it is asked.
    """
    due: Any = due_rounds(Community.objects.all(), on=on)
    counts = dict(due.values_list("due_reason").annotate(count=Count("pk")).order_by())
    chosen = reason if reason in counts else ""
    rows = due.filter(due_reason=chosen) if chosen else due
    total = sum(counts.values())
    return DueRounds(
        total=total,
        reasons=tuple(
            ReasonCount(key=key, words=str(words), count=counts[key])
            for key, words in REASONS.items()
            if key in counts
        ),
        reason=chosen,
        page=paged(
            rows.only("name", "slug").order_by(Lower("name"), "pk"),
            number=number,
            total=counts[chosen] if chosen else total,
        ),
    )
