"""The value of a community as others have published how they work it out: in points, by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MONTHS: Final = 12
FEWEST: Final = 3  # among fewer amounts one is nearly always more than all others


@dataclass(frozen=True, slots=True)
class Estimate:
    """What somebody who benefited said it was worth, without a range.

    Attributes:
        gross: What it was worth in all.
        share: Which share of it is due to the community, 0 to 1.
        confidence: How sure they are of the estimate, 0 to 1.
    """

    gross: float
    share: float
    confidence: float


@dataclass(frozen=True, slots=True)
class PublishedReturn:
    """What the published method makes of estimates.

    Attributes:
        adjusted: What is left of each estimate, by its key.
        removed: The key of the one extreme estimate that does not count; None without one.
        value: The sum of the others.
        ratio: The value less the cost, by the cost: 2 for the 200% of the publication.
    """

    adjusted: Mapping[str, float]
    removed: str | None
    value: float
    ratio: float


def adjusted(gross: float, *, share: float, confidence: float) -> float:
    """What is left of an amount after what is not due to the community and what is not sure.

    It is an expected reduction: each amount that may be true is made smaller by the same factor.
    So confidence lowers a range and does not widen it; how unsure the amount is, the range says.

    Args:
        gross: An amount of money.
        share: Which share of it is due to the community, 0 to 1.
        confidence: How sure whoever estimated it is, 0 to 1.

    Returns:
        The product of the three, in the unit of the amount.

    Raises:
        ValueError: When the share or the confidence is not from 0 to 1.

    Source:
        Phillips, Return on Investment in Training and Performance Improvement Programs: an
        estimate is isolated by its share and adjusted for the error it may hold.

    Example:
        >>> round(adjusted(40_000, share=0.5, confidence=0.8), 9)
        16000.0
    """
    if not (0 <= share <= 1 and 0 <= confidence <= 1):
        raise ValueError("a share and a confidence are from 0 to 1")
    return gross * share * confidence


def published_return(estimates: Mapping[str, Estimate], *, cost: float) -> PublishedReturn:
    """Value by attribution by confidence, without the one extreme entry, held against the cost.

    Args:
        estimates: What those who benefited said, by key.
        cost: What was spent, in full, above 0.

    Returns:
        What each is worth, which one is left out, and what that makes.

    Raises:
        ValueError: When the cost is not above 0, or a share or a confidence is not from 0 to 1.

    Source:
        The study of Caterpillar's Knowledge Network, as published: estimates of those who had
        asked, times what was due to the network, times how sure they were, and one entry of more
        than a million left out. From where on an entry is extreme was not published; here it is
        when it is more than all others together, and there are at least two others.

    Example:
        >>> said = {"a": Estimate(400, 0.5, 0.5), "b": Estimate(200, 1.0, 1.0)}
        >>> said["c"] = Estimate(9_000, 0.5, 0.5)
        >>> found = published_return(said, cost=100)
        >>> found.adjusted["c"], found.removed, found.value, found.ratio
        (2250.0, 'c', 300.0, 2.0)
    """
    if cost <= 0:
        raise ValueError("a return needs a cost")
    left = {
        key: adjusted(one.gross, share=one.share, confidence=one.confidence)
        for key, one in estimates.items()
    }
    removed = extreme(left)
    value = sum(amount for key, amount in left.items() if key != removed)
    return PublishedReturn(left, removed, value, (value - cost) / cost)


def extreme(amounts: Mapping[str, float]) -> str | None:
    """The one amount that is more than all others together.

    Then a sum says little but what that one says, and whoever doubts it doubts the sum. There
    can never be two, and what is left out of one is not tested again: one entry, once.

    Args:
        amounts: Amounts by key; those below 0 count by their size.

    Returns:
        The key; None when there is none, or fewer than three amounts, of which one nearly always
        is more than half.

    Source:
        Our own rule, for the published practice of leaving one extreme entry out.

    Example:
        >>> extreme({"a": 2, "b": 3, "c": 6})
        'c'
        >>> extreme({"a": 3, "b": 3, "c": 6}) is None
        True
    """
    if len(amounts) < FEWEST:
        return None
    key = max(amounts, key=lambda one: abs(amounts[one]))
    rest = sum(abs(amount) for other, amount in amounts.items() if other != key)
    return key if abs(amounts[key]) > rest else None


def community_return(*, answers: float, searches: float, value: float, cost: float) -> float:
    """The return of a community by the answers that are given in it and found in it.

    Args:
        answers: Questions answered in a month.
        searches: Searches in a month that found an answer.
        value: What an answer is worth.
        cost: What the community costs in a year, above 0.

    Returns:
        What a year brings less its cost, by the cost: 0.5 for 50%.

    Raises:
        ValueError: When the cost is not above 0.

    Source:
        The inputs of the ROI calculator of The Community Roundtable, which calls it a start of a
        conversation. An answer that is found counts like one that is given.

    Example:
        >>> round(community_return(answers=120, searches=900, value=40, cost=250_000), 4)
        0.9584
    """
    if cost <= 0:
        raise ValueError("a return needs a cost")
    return ((answers + searches) * MONTHS * value - cost) / cost
