"""The whole measurement of one round: every figure, and for each that is missing, why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandorla.core.agreement import coverage, kendall_w, tau_b
from mandorla.core.disclosure import FEWEST
from mandorla.core.overlap import overlap, shared_items, shares, tensions
from mandorla.core.quadrants import DELIVERY_HIGHEST, quadrant
from mandorla.core.uncertainty import overlap_draws, overlap_interval, split_half_ceiling
from mandorla.core.weights import Agreed

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from mandorla.core.weights import Answers

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ItemMeasure:
    """One item as both sides see it.

    Attributes:
        index: Its place among the items, from 0.
        organization: Its weight for the organization, 0 to 1.
        members: Its weight for the members, 0 to 1.
        share: What it adds to the overlap: the smaller of the two.
        tension: The organization's weight minus the members'.
        is_shared: Whether both sides give it at least half an even share.
        organization_delivery: How much of it the organization gets so far, 0 to 10, the mean of
            those who rated it; None when nobody did.
        member_delivery: The same for the members; None also when fewer than five rated it.
        organization_quadrant: What its weight and delivery suggest, or None without a delivery.
        member_quadrant: The same for the members.
    """

    index: int
    organization: float
    members: float
    share: float
    tension: float
    is_shared: bool
    organization_delivery: float | None
    member_delivery: float | None
    organization_quadrant: str | None
    member_quadrant: str | None


@dataclass(frozen=True, eq=False)
class Measurement:
    """What a round says about shared value. No part of it may be shown unless `decide` says so.

    Attributes:
        overlap: The share of the weight that is shared, 0 to 1.
        interval_80: Between which values it lies, allowing for who answered, in 80 of 100 such
            measurements; None without enough answers.
        interval_95: The same in 95 of 100.
        draws: Where it may lie, drawn 2,000 times, for the change between waves; or empty.
        ceiling: The mean overlap of random halves of the members, or None.
        agreement_w: Kendall's W of the members, 0 to 1, or None.
        tau_b: Whether both sides rank alike, −1 to 1, or None.
        coverage: The share of members with one of their top three among the shared items.
        respondents: How many members answered; 0 when they agreed on one allocation.
        organization_answers: How many answered for the organization; 0 for one allocation.
        organization_resampled: Whether the intervals allow for who answered there.
        items: Every item, in the order of the answers.
        reasons: For each figure that is None, by its name, why: "one_allocation", "too_few",
            "one_respondent", "all_tied", "not_rated" or "too_few_rated".
    """

    overlap: float
    interval_80: tuple[float, float] | None
    interval_95: tuple[float, float] | None
    draws: NDArray[np.float32]
    ceiling: float | None
    agreement_w: float | None
    tau_b: float | None
    coverage: float | None
    respondents: int
    organization_answers: int
    organization_resampled: bool
    items: tuple[ItemMeasure, ...]
    reasons: Mapping[str, str]


def measure(
    *,
    organization: Answers,
    members: Answers,
    organization_delivery: Floats | None = None,
    member_delivery: Floats | None = None,
    seed: int,
) -> Measurement:
    """Measure what two sides share.

    Args:
        organization: The answers of the organization; under five they are taken as stated.
        members: The answers of the members, about the same items in the same order.
        organization_delivery: What each answer said of delivery so far, answers by items, 0 to
            10, NaN where it could not be said yet; one row for one agreed allocation.
        member_delivery: The same for the members.
        seed: Of the resampling, 0 or more.

    Returns:
        Every figure of the round, and the reason for each that is missing.

    Raises:
        ValueError: The sides weighed different numbers of items, or a delivery does not fit the
            answers or its scale.

    Source:
        The functions of `overlap`, `agreement`, `uncertainty` and `quadrants`.

    Example:
        >>> import numpy as np
        >>> from mandorla.core.weights import Agreed, Allocations
        >>> found = measure(organization=Agreed(np.array([60, 40])),
        ...                 members=Allocations(np.array([[20, 80], [40, 60]])), seed=1)
        >>> round(found.overlap, 6), found.reasons["interval_95"]
        (0.7, 'too_few')
    """
    p, q = organization.group(), members.group()
    total, shared = overlap(p, q), shared_items(p, q)
    ranks = tau_b(p, q)
    reasons = {} if ranks is not None else {"tau_b": "all_tied"}
    draws = _draws(organization, members, seed=seed)
    ceiling, agreement, covered, missing = _voices(members, shared, seed=seed)
    deliveries = []
    for name, side, ratings, fewest in (
        ("organization_delivery", organization, organization_delivery, 1),
        ("member_delivery", members, member_delivery, FEWEST),
    ):
        means, reason = _deliveries(side, ratings, fewest=fewest, items=len(p))
        deliveries.append(means)
        if reason:
            reasons[name] = reason
    return Measurement(
        overlap=total,
        interval_80=_interval(draws, overlap=total, level=0.80),
        interval_95=_interval(draws, overlap=total, level=0.95),
        draws=draws,
        ceiling=ceiling,
        agreement_w=agreement,
        tau_b=ranks,
        coverage=covered,
        respondents=len(members),
        organization_answers=len(organization),
        organization_resampled=bool(draws.size) and len(organization) >= FEWEST,
        items=_items(p, q, shared, *deliveries),
        reasons=reasons | missing,
    )


def _draws(organization: Answers, members: Answers, *, seed: int) -> NDArray[np.float32]:
    """The resampled overlaps; none when there are too few members to resample."""
    import numpy as np  # slow import

    if isinstance(members, Agreed) or len(members) < FEWEST:
        return np.empty(0, dtype=np.float32)
    if isinstance(organization, Agreed) or len(organization) < FEWEST:
        return overlap_draws(organization=organization.group(), members=members, seed=seed)
    return overlap_draws(organization=organization, members=members, seed=seed)


def _interval(
    draws: NDArray[np.float32], *, overlap: float, level: float
) -> tuple[float, float] | None:
    return overlap_interval(draws, overlap=overlap, level=level) if draws.size else None


def _voices(
    members: Answers, shared: NDArray[np.bool_], *, seed: int
) -> tuple[float | None, float | None, float | None, dict[str, str]]:
    """The ceiling, W and coverage of the members, and why there is none."""
    if isinstance(members, Agreed):
        figures = ("interval_80", "interval_95", "ceiling", "agreement_w", "coverage")
        return None, None, None, dict.fromkeys(figures, "one_allocation")
    reasons = {}
    if len(members) < FEWEST:
        reasons = dict.fromkeys(("interval_80", "interval_95"), "too_few")
    ceiling = split_half_ceiling(members, seed=seed)
    if ceiling is None:
        reasons["ceiling"] = "too_few"
    weights = members.weights()
    agreement = kendall_w(weights)
    if agreement is None:
        reasons["agreement_w"] = "one_respondent" if len(members) == 1 else "all_tied"
    return ceiling, agreement, coverage(weights, shared), reasons


def _deliveries(
    side: Answers, ratings: Floats | None, *, fewest: int, items: int
) -> tuple[list[float | None], str]:
    """The mean rating of each item, and why some have none."""
    import numpy as np  # slow import

    if ratings is None:
        return [None] * items, "not_rated"
    answers = 1 if isinstance(side, Agreed) else len(side)
    if ratings.shape != (answers, items):
        raise ValueError(f"deliveries are {answers} answers by {items} items")
    rated = ~np.isnan(ratings)
    if ((ratings < 0) | (ratings > DELIVERY_HIGHEST)).any():
        raise ValueError("a delivery is from 0 to 10, or cannot be said")
    enough = rated.sum(axis=0) >= (1 if isinstance(side, Agreed) else fewest)
    sums = np.where(rated, ratings, 0).sum(axis=0) / np.maximum(rated.sum(axis=0), 1)
    reason = "" if enough.all() else "too_few_rated" if rated.any() else "not_rated"
    return [float(mean) if good else None for mean, good in zip(sums, enough, strict=True)], reason


def _items(
    p: Floats,
    q: Floats,
    shared: NDArray[np.bool_],
    organization_deliveries: list[float | None],
    member_deliveries: list[float | None],
) -> tuple[ItemMeasure, ...]:
    count = len(p)
    columns = (p, q, shares(p, q), tensions(p, q), shared)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return tuple(
        ItemMeasure(
            index=index,
            organization=row[0],
            members=row[1],
            share=row[2],
            tension=row[3],
            is_shared=row[4],
            organization_delivery=ours,
            member_delivery=theirs,
            organization_quadrant=_quadrant(row[0], ours, count),
            member_quadrant=_quadrant(row[1], theirs, count),
        )
        for index, (row, ours, theirs) in enumerate(
            zip(rows, organization_deliveries, member_deliveries, strict=True)
        )
    )


def _quadrant(weight: float, delivery: float | None, items: int) -> str | None:
    return None if delivery is None else quadrant(weight=weight, delivery=delivery, items=items)
