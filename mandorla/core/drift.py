"""Where a level that wanders, drifts and is read with noise may go next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

# What a grid of possible worlds is made of, each with its weight before anything is read. Times are
# in usual gaps between two readings; spreads in what a reading and one gap together vary by.
#
# Which share of that variance stays: 0 is a straight line read with noise, 1 a plain walk.
WANDERING: Final = {
    0.0: 1.0,
    0.02: 0.5,
    0.08: 0.5,
    0.2: 1.0,
    0.4: 1.0,
    0.65: 1.0,
    0.85: 1.0,
    0.97: 1.5,
}
# Which share of what wandered off comes back in a gap, and never for most.
RETURNING: Final = {0.0: 3.0, 0.08: 1.0, 0.3: 1.0}
# How strong a drift may be, by which share of it fades in a gap, and whether it forms anew.
DRIFTS: Final = {
    (0.0, 0.0, False): 2.0,
    (0.1, 0.0, False): 0.5,
    (0.3, 0.0, False): 1.0,
    (0.6, 0.0, False): 1.0,
    (0.3, 0.15, True): 0.5,
    (0.8, 0.15, False): 0.5,
}
BELIEF: Final = 2.0  # how many readings the spread of the differences counts as
KEPT: Final = 0.98  # of what a reading says about the spread, when the next one comes
UNKNOWN: Final = 1e4  # the variance of a level of which nothing is known yet
SLIGHTEST: Final = 1e-9  # added where a variance may be 0


@dataclass(frozen=True)
class _Worlds:
    """Possible worlds, each an entry of every array."""

    weight: Floats
    wandering: Floats
    returning: Floats
    drift: Floats
    fading: Floats
    forming: Floats

    def chosen(self, places: NDArray[np.intp]) -> _Worlds:
        """Some of them, in that order."""
        parts = (self.weight, self.wandering, self.returning, self.drift, self.fading)
        return _Worlds(*(part[places] for part in (*parts, self.forming)))

    def steps(self, gaps: Floats) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        """What stays of what wandered, and of the drift; what that adds; how both spread anew."""
        import numpy as np  # slow import

        back = np.maximum(self.returning, SLIGHTEST)
        fade = np.maximum(self.fading, SLIGHTEST)
        gaps = gaps[:, None]
        stays, lasts = np.exp(-back * gaps), np.exp(-fade * gaps)
        added = -np.expm1(-fade * gaps) / fade
        wander = self.wandering * -np.expm1(-2 * back * gaps) / (2 * back)
        anew = self.forming * self.drift**2 * -np.expm1(-2 * fade * gaps)
        return stays, lasts, added, wander, anew


def paths(
    times: ArrayLike, values: ArrayLike, ahead: ArrayLike, *, still: float, draws: int, seed: int
) -> Floats:
    """Draw readings that may follow on those there are.

    A level has a base, with a drift that may fade, and a part that wanders and may come back;
    each reading adds noise. How much of each there is, nobody knows: one pass of a Kalman filter
    weighs all worlds of a grid at once by how well each foresaw the readings, and the draws come
    from each as often as it weighs. What was long ago says less of how wide things spread now.

    Args:
        times: When the readings were taken, rising, in usual gaps between two.
        values: What they said, on a scale without ends.
        ahead: Times that are asked for, rising, after the last one.
        still: How far it may move when no two readings differ, above 0.
        draws: How many.
        seed: 0 or more; the same seed and readings give the same draws.

    Returns:
        A row for each draw, a column for each time that is asked for.

    Source:
        Local level with drift: Harvey, 1989; a drift that fades: Gardner and McKenzie, 1985; the
        spread integrated out and forgotten, which leaves the tails of Student's t: West and
        Harrison, 1997. The grid and its weights are our own.

    Example:
        >>> values = [4, 6, 5, 4, 6, 5, 4, 6, 5]
        >>> found = paths(range(9), values, [9, 10], still=0.1, draws=500, seed=1)
        >>> found.shape, bool(4 < found.mean() < 6)
        ((500, 2), True)
    """
    import numpy as np  # slow import

    t, y, later = (np.asarray(given, dtype=np.float64) for given in (times, values, ahead))
    worlds, rng = _worlds(), np.random.default_rng(seed)
    means, covariances, logs, errors = _filtered(t, y, worlds)
    seen = float(np.sum(KEPT ** np.arange(len(y) - 1)))
    moved = float(np.mean(np.diff(y) ** 2)) / 2
    squares = BELIEF * (moved or still**2) + errors
    known = BELIEF + seen
    fit = -logs / 2 - known / 2 * np.log(squares)
    weights = worlds.weight * np.exp(fit - fit.max())
    shares = np.cumsum(weights / weights.sum())
    chosen = np.searchsorted(shares, (np.arange(draws) + rng.random()) / draws)
    chosen = np.minimum(chosen, len(shares) - 1)  # sums of shares end a hair below 1
    spread = np.sqrt(squares[chosen] / rng.chisquare(known, draws))
    roots = np.linalg.cholesky(covariances + SLIGHTEST * np.eye(3))[chosen]
    off = np.einsum("nij,nj->ni", roots, rng.standard_normal((draws, 3)))
    state = means[chosen] + spread[:, None] * off
    return _walked(state, spread, np.diff(later, prepend=t[-1]), worlds.chosen(chosen), rng)


def _worlds() -> _Worlds:
    import numpy as np  # slow import

    points = [
        (likely * returns / sum(back.values()) * drifts, wandering, returning, *drift)
        for wandering, likely in WANDERING.items()
        for back in [RETURNING if wandering else {0.0: 1.0}]
        for returning, returns in back.items()
        for drift, drifts in DRIFTS.items()
    ]
    return _Worlds(*np.array(points, dtype=np.float64).T)


def _filtered(t: Floats, y: Floats, worlds: _Worlds) -> tuple[Floats, Floats, Floats, Floats]:
    """For each world the state after the last reading, and how well it foresaw the readings.

    The state is what wandered off, the base, and the drift, as means and covariances; then come
    the logarithms of how wide each reading was expected to fall, and the squares of the errors.
    """
    import numpy as np  # slow import

    count = len(worlds.weight)
    moves, spreads = np.zeros((2, len(t), count, 3, 3))
    stays, lasts, added, wander, anew = worlds.steps(np.diff(t, prepend=t[0]))
    moves[..., 0, 0], moves[..., 1, 1], moves[..., 1, 2], moves[..., 2, 2] = stays, 1, added, lasts
    spreads[..., 0, 0], spreads[..., 2, 2] = wander, anew
    mean, spread = np.zeros((count, 3)), np.zeros((count, 3, 3))
    mean[:, 1] = y[0]
    comes_back = worlds.returning > 0
    spread[comes_back, 0, 0] = (worlds.wandering / 2)[comes_back] / worlds.returning[comes_back]
    spread[:, 1, 1], spread[:, 2, 2] = UNKNOWN, worlds.drift**2
    read, noise = np.array([1.0, 1.0, 0.0]), 1 - worlds.wandering
    logs, errors = np.zeros(count), np.zeros(count)
    for k, reading in enumerate(y):
        mean = np.einsum("wij,wj->wi", moves[k], mean)
        spread = moves[k] @ spread @ moves[k].transpose(0, 2, 1) + spreads[k]
        toward = spread @ read
        width = toward @ read + noise
        error = reading - mean @ read
        gain = toward / width[:, None]
        mean = mean + gain * error[:, None]
        spread = spread - gain[:, :, None] * toward[:, None, :]
        if k:  # the first reading only says where it begins
            logs = KEPT * logs + np.log(width)
            errors = KEPT * errors + error**2 / width
    return mean, spread, logs, errors


def _walked(
    state: Floats, spread: Floats, gaps: Floats, worlds: _Worlds, rng: np.random.Generator
) -> Floats:
    """What is read on the way from each state, gap by gap."""
    import numpy as np  # slow import

    off, base, drift = state.T
    readings = np.empty((len(spread), len(gaps)))
    noise = spread * np.sqrt(1 - worlds.wandering)
    for k, parts in enumerate(zip(*worlds.steps(gaps), strict=True)):
        stays, lasts, added, wander, anew = parts
        chance = rng.standard_normal((3, len(spread)))
        off = stays * off + spread * np.sqrt(wander) * chance[0]
        base = base + added * drift
        drift = lasts * drift + spread * np.sqrt(anew) * chance[1]
        readings[:, k] = off + base + noise * chance[2]
    return readings
