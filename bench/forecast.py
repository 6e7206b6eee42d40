"""How good the odds are that a measure reaches its target, looking back, and what they cost.

    .venv/bin/python -m bench.forecast            all of it
    .venv/bin/python -m bench.forecast --quick    a tenth of the invented series, fewer looks

Each look back hides the last readings of a series, asks for the odds of a target some way ahead,
and compares with what came: 3, 6 and 12 readings later. What counts is the Brier score, the mean
square of what the odds missed by, beside honest peers (bench/forecast_peers.py), and how often
the 80% band held what was read. "Often so" is the share of targets that were reached in all looks
of a row: a climatology that knows the outcome. "Own past" is the one that does not. The cost is
CPU time of one forecast, beside that of a straight line by least squares through the same readings
in the same run.

The grid of the forecast was chosen on other seeds of `KNOWN_FAMILIES`. `NEW_FAMILIES` and the real
series were never looked at for it.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from bench.forecast_peers import PEERS
from bench.forecast_series import (
    AHEAD,
    FEWEST,
    KNOWN_FAMILIES,
    NEW_FAMILIES,
    invented,
    real,
    yearly,
)
from mandorla.core.forecast import forecast
from mandorla.core.pace import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bench.forecast_series import Series

HORIZONS = (3, 6, 12)  # readings ahead
SEED = 7_301  # of what is reported; 101 was the one that was chosen by
SERIES, EVERY = 400, 3  # series of a family; readings between two looks back at a real one
OURS, OFTEN = "forecast", "often so"
NAMES = (OURS, OFTEN, *PEERS)
HELD = (0.75, 0.88)  # which share of the readings the 80% band should hold
LIMIT = 0.060  # CPU-seconds of a forecast of 60 readings


@dataclass(frozen=True)
class Look:
    """One look back: what was said, and what came."""

    ahead: int
    held: tuple[bool, bool, bool]  # by the bands of 50, 80 and 95%
    was_there: bool
    came: tuple[bool, bool]  # on the day, and by it
    odds: dict[str, tuple[float, float]]


def looked_back(series: Series, known: int, ahead: int, rng: np.random.Generator) -> Look:
    """What would have been said with so many readings known, and what came."""
    days, values = series.days[:known], np.array(series.values[:known])
    later, came = series.days[known : known + ahead], np.array(series.values[known : known + ahead])
    is_up = bool(rng.random() < 0.5)
    target = aimed_at(values, is_up=is_up, kind=series.kind, rng=rng)
    found = forecast(
        [Reading(on, value) for on, value in zip(days, series.values, strict=False)],
        target=target,
        by=later[-1],
        kind=series.kind,
        direction="up" if is_up else "down",
        seed=1,
    )
    t, then = (
        np.array([(on - days[0]).days for on in some], dtype=float) for some in (days, later)
    )
    hits = came >= target if is_up else came <= target
    bands = found.fan[-1].bands
    assert found.probability_on_date is not None
    assert found.probability_by_date is not None
    ours = (found.probability_on_date, found.probability_by_date)
    peers = {name: peer(t, values, then, target, is_up=is_up) for name, peer in PEERS.items()}
    low50, low80, low95 = (bool(band.low <= came[-1] <= band.high) for band in bands)
    return Look(
        ahead=ahead,
        held=(low50, low80, low95),
        was_there=found.is_there,
        came=(bool(hits[-1]), bool(hits.any())),
        odds={OURS: ours} | peers,
    )


def aimed_at(values: np.ndarray, *, is_up: bool, kind: str, rng: np.random.Generator) -> float:
    """A target some way from the last reading, as far as the readings spread, mostly ahead."""
    spread = max(float(np.std(values)), 0.02 * abs(float(values[-1])), 1e-3)
    target = float(values[-1] + (1 if is_up else -1) * spread * rng.uniform(-0.5, 2.0))
    if kind == "count":
        return float(max(0, round(target)))
    return float(np.clip(target, 0, 1)) if kind == "share" else target


def invented_looks(names: Iterable[str], *, count: int, seed: int) -> dict[str, list[Look]]:
    """Looks back at the end of each invented series, by family."""
    looks: dict[str, list[Look]] = defaultdict(list)
    for name in names:
        for number, series in enumerate(invented(name, count=count, seed=seed)):
            rng = np.random.default_rng([seed, number, 77])
            known = len(series.days) - AHEAD
            looks[name] += [looked_back(series, known, ahead, rng) for ahead in HORIZONS]
    return looks


def real_looks(every: int) -> dict[str, list[Look]]:
    """Looks back at each real series from its eighth reading on, by what is counted."""
    looks: dict[str, list[Look]] = defaultdict(list)
    for number, series in enumerate(real()):
        rng = np.random.default_rng([SEED, number])
        what = f"{series.name.partition(',')[0].strip()}" if "council" in series.name else "chats"
        group = f"{what}, {series.name.rpartition(', ')[2]}"
        for known in range(FEWEST, len(series.days) - HORIZONS[0] + 1, every):
            looks[group] += [
                looked_back(series, known, ahead, rng)
                for ahead in HORIZONS
                if known + ahead <= len(series.days)
            ]
    return looks


def brier(looks: list[Look], name: str, which: int) -> float:
    """The mean square of what odds missed by: 0 to be on the day, 1 to reach it by then."""
    some = [look for look in looks if which == 0 or not look.was_there]
    came = np.array([look.came[which] for look in some], dtype=float)
    if name == OFTEN:
        return float(np.mean((came.mean() - came) ** 2))
    return float(np.mean((np.array([look.odds[name][which] for look in some]) - came) ** 2))


def held(looks: list[Look], band: int = 1) -> float:
    """Which share of the readings a band held, the 80% one unless told."""
    return float(np.mean([look.held[band] for look in looks]))


def told(label: str, looks: list[Look]) -> bool:
    """Print one row; whether every peer is beaten and the band holds what it should."""
    cells = [f"{label:<22} {len(looks):>6}  {held(looks):.3f} "]
    is_kept = HELD[0] <= held(looks) <= HELD[1]
    for which in (0, 1):
        scores = {name: brier(looks, name, which) for name in NAMES}
        cells.append("  ".join(f"{score:.3f}" for score in scores.values()))
        is_kept = is_kept and all(scores[OURS] < scores[name] for name in NAMES[1:])
    print(" | ".join(cells) + ("" if is_kept else "  *"), flush=True)
    return is_kept


def compared(title: str, looks: dict[str, list[Look]]) -> bool:
    """Print all rows of a group of series, by horizon and by what they are.

    A * marks a row in which a peer is better or the band holds too little or too much. Only the
    first row has to be without; docs/measures/forecast.md says which others are not.
    """
    print(f"\n{title}")
    names = "  ".join(f"{name[:5]:<5}" for name in NAMES)
    print(f"{'':<22} {'looks':>6}  80%    | on the day: {names} | by the day: {names}")
    everything = [look for some in looks.values() for look in some]
    is_kept = told("all", everything)
    for ahead in HORIZONS:
        told(f"{ahead} readings ahead", [look for look in everything if look.ahead == ahead])
    for name, some in looks.items():
        told(name, some)
    print(f"bands of 50 and 95% held {held(everything, 0):.3f} and {held(everything, 2):.3f}")
    for which, words in enumerate(("on the day", "by the day")):
        print(f"said and came, {words}: {calibrated(everything, which)}")
    return is_kept


def calibrated(looks: list[Look], which: int) -> str:
    """What was said and what came, by fifths of the odds."""
    some = [look for look in looks if which == 0 or not look.was_there]
    said = np.array([look.odds[OURS][which] for look in some])
    came = np.array([look.came[which] for look in some], dtype=float)
    parts = []
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = (said >= low) & (said < low + 0.2 + (low == 0.8))
        if inside.any():
            parts.append(f"{said[inside].mean():.2f} {came[inside].mean():.2f} ({inside.sum()})")
    return " · ".join(parts)


def few() -> None:
    """Print what is said of members per year: too few years for odds."""
    found = [
        forecast(
            [Reading(on, value) for on, value in zip(one.days, one.values, strict=True)],
            target=one.values[-1] * 1.2,
            by=one.days[-1] + timedelta(365),
        )
        for one in yearly()
    ]
    if found:
        most = max(one.readings for one in found)
        refused = sum(one.probability_by_date is None for one in found)
        print(
            f"\nmembers per year of a register: {len(found)} series of at most {most} readings;",
            end=" ",
        )
        print(f"{refused} are given no odds but the pace", flush=True)


def cpu(work: Callable[[], object], runs: int = 21) -> float:
    """The median CPU time of some runs, after one that loads what is needed."""
    work()
    times = []
    for _run in range(runs):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return median(times)


def cost() -> bool:
    """Print what a forecast of 60 readings costs; False when it is too much."""
    rng, first = np.random.default_rng(1), date(2025, 1, 6)
    values = 50 + np.cumsum(rng.normal(0.1, 1, 60))
    readings = [Reading(first + timedelta(weeks=n), float(value)) for n, value in enumerate(values)]
    t = np.arange(60.0)
    floor = cpu(lambda: [np.linalg.lstsq(np.vander(t, 2), values, rcond=None) for _n in range(100)])
    floor /= 100
    kept = True
    for name, weeks in (("12 readings ahead", 12), ("52 ahead", 52), ("200 ahead", 200)):
        by = readings[-1].on + timedelta(weeks=weeks)
        found = cpu(lambda by=by: forecast(readings, target=70, by=by))  # type: ignore[misc]
        kept = kept and found < LIMIT
        print(f"60 readings, {name}: {found * 1000:.1f} CPU-ms, {found / floor:,.0f} times a line")
    return kept


def main() -> None:
    """Measure and say; exit 1 when a limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the series, fewer looks")
    is_quick = parser.parse_args().quick
    count, every = (SERIES // 10, EVERY * 5) if is_quick else (SERIES, EVERY)
    kept = cost()
    groups = {
        "invented, of families it was chosen on": invented_looks(
            KNOWN_FAMILIES, count=count, seed=SEED
        ),
        "invented, of families never looked at": invented_looks(
            NEW_FAMILIES, count=count, seed=SEED
        ),
        "real": real_looks(every),
    }
    for title, looks in groups.items():
        if looks:
            is_good = compared(title, looks)
            kept = kept and (is_good or is_quick)  # few looks say little
        else:
            print(f"\n{title}: the series are not on this machine.")
    few()
    if not kept:
        sys.exit("A limit was not kept: see the costs and the first rows.")


if __name__ == "__main__":
    main()
