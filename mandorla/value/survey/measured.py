"""What a survey says, with what may not be said left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandorla.core.disclosure import decide
from mandorla.core.measure import measure
from mandorla.core.weights import Allocations, Picks
from mandorla.value.figures import Figures, ItemFigures

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mandorla.core.weights import Individual
    from mandorla.value.survey.read import Side, Survey


@dataclass(frozen=True)
class Measured:
    """The figures of a survey; `why_hidden` says why nothing of the members is among them."""

    figures: Figures
    why_hidden: str


def measured(survey: Survey, *, seed: int) -> Measured:
    """Measure a survey whose sides could both be read.

    Args:
        survey: What was read.
        seed: Of what is drawn by lot.

    Raises:
        ValueError: A side could not be read.
    """
    if survey.organization is None or survey.members is None:
        raise ValueError("a side could not be read")
    organization, members = _weighed(survey.organization), _weighed(survey.members)
    decision = decide(answers=frozenset(range(len(members))), earlier=[])
    if not decision.shown:
        weights = organization.group().tolist()
        return Measured(_without_members(survey.items, weights, survey), decision.reason)
    found = measure(
        organization=organization,
        members=members,
        organization_delivery=_ratings(survey.organization),
        member_delivery=_ratings(survey.members),
        seed=seed,
    )
    return Measured(Figures.of(found, words=survey.items), "")


def _weighed(side: Side) -> Individual:
    import numpy as np  # slow import

    if side.method == "points":
        return Allocations(np.array([row.points for row in side.rows]))
    best, worst, shown = (
        np.array([getattr(row, name) for row in side.rows], dtype=float)
        for name in ("best", "worst", "shown")
    )
    return Picks(best, worst, shown)


def _ratings(side: Side) -> NDArray[np.float64] | None:
    import numpy as np  # slow import

    if not side.is_rated:
        return None
    return np.array([row.delivery for row in side.rows], dtype=float)  # None is NaN


def _without_members(items: tuple[str, ...], weights: list[float], survey: Survey) -> Figures:
    """What the organization said by name, and how many members answered."""
    return Figures(
        overlap=None,
        interval_80=None,
        interval_95=None,
        agreement_w=None,
        tau_b=None,
        coverage=None,
        ceiling=None,
        respondents=len(survey.members.rows) if survey.members else 0,
        organization_answers=len(survey.organization.rows) if survey.organization else 0,
        organization_resampled=False,
        items=tuple(
            ItemFigures(item=item, organization=weight)
            for item, weight in zip(items, weights, strict=True)
        ),
        reasons={},
    )
