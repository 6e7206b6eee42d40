"""What people weighed: answers of one side, and the weights they give each item.

A side answers by one of three methods. Whatever the method, an answer becomes weights that sum
to 1, so that both sides can be compared; how the answers of a side are put together depends on
the method and is here too. Weights have no unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Allocations:
    """Points that each respondent gave out; every respondent counts the same.

    Attributes:
        points: One row a respondent, one column an item; 0 or more, and each row has some.
    """

    points: Floats

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", _table(self.points, "points"))
        if (self.points.sum(axis=1) <= 0).any():
            raise ValueError("somebody gave no points at all")

    def __len__(self) -> int:
        return len(self.points)

    def weights(self) -> Floats:
        """The weights of each respondent, one row each."""
        return _scaled(self.points)

    def parts(self) -> Floats:
        """What each respondent adds to the sums from which `group_of` makes weights."""
        return self.weights()

    def group_of(self, sums: Floats) -> Floats:
        """The weights of a group from the sums of its parts, over the last axis."""
        return _scaled(sums)

    def group(self) -> Floats:
        """The weights of all respondents together: the mean of theirs."""
        return self.group_of(self.parts().sum(axis=0))


@dataclass(frozen=True, eq=False)
class Picks:
    """How often each respondent saw, and picked, each item as the best and as the worst.

    Attributes:
        best: One row a respondent, one column an item: how often it was picked as the best.
        worst: How often it was picked as the worst.
        shown: On how many screens it was.
    """

    best: Floats
    worst: Floats
    shown: Floats

    def __post_init__(self) -> None:
        for name in ("best", "worst", "shown"):
            object.__setattr__(self, name, _table(getattr(self, name), name))
        if not self.best.shape == self.worst.shape == self.shown.shape:
            raise ValueError("best, worst and shown differ in shape")
        if (self.best + self.worst > self.shown).any():
            raise ValueError("an item was picked more often than it was shown")

    def __len__(self) -> int:
        return len(self.best)

    def weights(self) -> Floats:
        """The weights of each respondent, one row each; nobody's weight is 0."""
        return self.group_of(self.parts())

    def parts(self) -> Floats:
        """What each respondent adds to the sums from which `group_of` makes weights."""
        import numpy as np  # slow import

        return np.hstack([self.best - self.worst, self.shown])

    def group_of(self, sums: Floats) -> Floats:
        """The weights of a group from the sums of its parts, over the last axis."""
        items = sums.shape[-1] // 2
        # Half a pick as best and half a pick as worst are added to each item, and one screen.
        return closed_form_weights(sums[..., :items] / (sums[..., items:] + 1))

    def group(self) -> Floats:
        """The weights of all respondents together, from their picks in one pot."""
        return self.group_of(self.parts().sum(axis=0))


@dataclass(frozen=True, eq=False)
class Agreed:
    """One allocation that a group agreed on aloud; it has no respondents that could differ.

    Attributes:
        points: One number an item; 0 or more, and some.
    """

    points: Floats

    def __post_init__(self) -> None:
        import numpy as np  # slow import

        points = _table(np.atleast_2d(self.points), "points")
        if len(points) != 1 or points.sum() <= 0:
            raise ValueError("a group agrees on one allocation, with some points")
        object.__setattr__(self, "points", points[0])

    def __len__(self) -> int:
        return 0

    def group(self) -> Floats:
        """The weights of the group."""
        return _scaled(self.points)


Individual: TypeAlias = Allocations | Picks
Answers: TypeAlias = Allocations | Picks | Agreed


def closed_form_weights(scores: ArrayLike) -> Floats:
    """Turn best–worst scores into weights.

    Args:
        scores: For each item (best − worst) / shown, above −1 and below 1, over the last axis.

    Returns:
        Weights that sum to 1 over the last axis, in the shape of the scores.

    Raises:
        ValueError: A score is not between −1 and 1; such an item would weigh nothing or all.

    Source:
        Lipovetsky and Conklin (2014): utility u = ln((1 + b) / (1 − b)), weight e^u / Σ e^u. The
        exponential undoes the logarithm, so the odds (1 + b) / (1 − b) are scaled directly.

    Example:
        >>> [round(float(weight), 6) for weight in closed_form_weights([0.6, 0.0, -0.6])]
        [0.761905, 0.190476, 0.047619]
    """
    import numpy as np  # slow import

    found = np.asarray(scores, dtype=np.float64)
    if not (np.abs(found) < 1).all():
        raise ValueError("a best–worst score lies between -1 and 1")
    return _scaled((1 + found) / (1 - found))


def _scaled(values: Floats) -> Floats:
    """Numbers that sum to 1 over the last axis."""
    scaled: Floats = values / values.sum(axis=-1, keepdims=True)
    return scaled


def _table(values: ArrayLike, what: str) -> Floats:
    """Numbers as respondents by items, refused when they cannot be answers."""
    import numpy as np  # slow import

    table = np.asarray(values, dtype=np.float64)
    if table.ndim != 2 or 0 in table.shape:
        raise ValueError(f"{what} are respondents by items, and some")
    if not np.isfinite(table).all() or (table < 0).any():
        raise ValueError(f"{what} are numbers from 0 up")
    return table
