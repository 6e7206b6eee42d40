"""What the forecast is held against: simple ways to say the same odds, each in its honest form.

Each takes the days and values known, the days to come and the target, and gives the odds to be
at the target on the last of them and on any of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DRAWS = 2_000


def own_past(
    t: Floats, y: Floats, ahead: Floats, target: float, *, is_up: bool
) -> tuple[float, float]:
    """How often the past was there: its readings, and its runs of as many readings."""
    hits = y >= target if is_up else y <= target
    runs = np.lib.stride_tricks.sliding_window_view(hits, min(len(ahead), len(y))).any(axis=1)
    return (hits.sum() + 0.5) / (len(y) + 1), (runs.sum() + 0.5) / (len(runs) + 1)


def last_value(
    t: Floats, y: Floats, ahead: Floats, target: float, *, is_up: bool
) -> tuple[float, float]:
    """It goes on from the last reading as a walk as wide as its steps so far."""
    gaps = np.diff(t)
    steps = np.diff(y)
    spread = np.sqrt(np.sum(steps**2) / np.sum(gaps))
    rng = np.random.default_rng(0)
    way = rng.standard_normal((DRAWS, len(ahead))) * np.sqrt(np.diff(ahead, prepend=t[-1]))
    return _odds(y[-1] + spread * np.cumsum(way, axis=1), target, is_up=is_up)


def linear_trend(
    t: Floats, y: Floats, ahead: Floats, target: float, *, is_up: bool
) -> tuple[float, float]:
    """It goes on along the straight line, which is as unsure as least squares say."""
    rng, design = np.random.default_rng(0), np.column_stack([np.ones_like(t), t - t.mean()])
    best, *_ = np.linalg.lstsq(design, y, rcond=None)
    errors = y - design @ best
    free = len(y) - 2
    spread = np.sqrt(np.sum(errors**2) / rng.chisquare(free, DRAWS))
    scale = 1 / np.sqrt(np.sum(design**2, axis=0))
    line = best + spread[:, None] * scale * rng.standard_normal((DRAWS, 2))
    later = np.column_stack([np.ones_like(ahead), ahead - t.mean()])
    noise = spread[:, None] * rng.standard_normal((DRAWS, len(ahead)))
    return _odds(line @ later.T + noise, target, is_up=is_up)


def _odds(drawn: Floats, target: float, *, is_up: bool) -> tuple[float, float]:
    hits = drawn >= target if is_up else drawn <= target
    return _share(hits[:, -1]), _share(hits.any(axis=1))


def _share(hits: NDArray[np.bool_]) -> float:
    return float((hits.sum() + 0.5) / (len(hits) + 1))


PEERS = {"own past": own_past, "last value": last_value, "linear trend": linear_trend}
