"""What it costs to add up claims, and how far the sums are from those of the plain method.

    .venv/bin/python -m bench.ledger            both
    .venv/bin/python -m bench.ledger --quick    the cost only

The cost is CPU time: one community with 2,000 claims, with every side, period and kind, and a
portfolio of 2,000 communities with 25 claims each. Beside each stands its ratio to the plain method
in the same run, which draws 10,000 random numbers for every claim in 64 bits and only sums them.
The errors are those of P10, P50 and P90: which share of a million plain draws lies below them.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from mandorla.core.claims import KINDS, SIDES, Claim, Given, fit
from mandorla.core.draws import DRAWS, amounts, tenths
from mandorla.core.ledger import portfolio, worth

if TYPE_CHECKING:
    from collections.abc import Callable

CLAIMS, COMMUNITIES, EACH, PERIODS = 2_000, 2_000, 25, 12
LIMITS = {"a community": 0.06, "a portfolio": 3.0}  # CPU-seconds
SEEDS, TRUTH, CHUNK = 40, 1_000_000, 20_000
SIZES = ((1, 20), (2, 20), (5, 20), (25, 20), (25, 1_000), (200, 20), (2_000, 20))


def cpu(work: Callable[[], object], *, runs: int) -> float:
    """The median CPU time of some runs."""
    times = []
    for _run in range(runs):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return median(times)


def claims(count: int, *, seed: int, widest: float, prefix: str = "s") -> list[Claim]:
    """Claims of very different size and width, of both sides, all kinds and twelve periods."""
    rng = np.random.default_rng(seed)
    low = rng.lognormal(8, 1.2, count)
    high = low * np.exp(rng.uniform(0.1, np.log(widest), count))
    share, confidence = rng.uniform(0.2, 1, (2, count))
    return [
        Claim(
            f"{prefix}{number}",
            SIDES[number % 2],
            KINDS[number % 2],
            f"2026-{number % PERIODS:02}",
            float(low[number]),
            float(high[number]),
            share=float(share[number]),
            confidence=float(confidence[number]),
            confirmed=number % 3 > 0,
        )
        for number in range(count)
    ]


def costs(count: int, *, prefix: str = "g") -> list[Given]:
    """Hours of both sides in every period."""
    return [
        Given(
            f"{prefix}{number}",
            SIDES[number % 2],
            "time",
            f"2026-{number % PERIODS:02}",
            hours=(20, 60),
            rate=70.0,
        )
        for number in range(count)
    ]


def plainly(rows: list[Claim], *, seed: int, draws: int = DRAWS) -> np.ndarray:
    """The sum of claims with random numbers of its own for each."""
    rng, total = np.random.default_rng(seed), np.zeros(draws)
    ends = [one.low for one in rows], [one.high for one in rows]
    fitted = fit(*ends, [one.factor for one in rows])
    for middle, spread in zip(fitted.middle, fitted.spread, strict=True):
        total += middle * np.exp(spread * rng.standard_normal(draws))
    return total


def cost() -> bool:
    """Print what it costs; False when it is too much."""
    many, given = claims(CLAIMS, seed=1, widest=20), costs(2 * PERIODS)
    books = {
        f"c{number}": (
            claims(EACH, seed=number, widest=20, prefix=f"{number}-"),
            costs(4, prefix=f"{number}-"),
        )
        for number in range(COMMUNITIES)
    }
    began = time.process_time()
    worth(many, given, seed=1)
    first = time.process_time() - began
    print(f"the first figure of a process, which makes the orders: {first:.3f} CPU-s")
    plain = cpu(lambda: plainly(many, seed=1), runs=3)
    print(f"plain method, {CLAIMS:,} claims summed once: {plain:.3f} CPU-s")
    one = cpu(lambda: worth(many, given, seed=1), runs=9)
    print(
        f"a community with {CLAIMS:,} claims, everything: {one:.3f} CPU-s, {one / plain:.2f} of it"
    )
    whole = cpu(lambda: portfolio(books, seed=1), runs=3)
    floor = plain * COMMUNITIES * EACH / CLAIMS
    print(f"a portfolio of {COMMUNITIES:,} communities with {EACH}: {whole:.2f} CPU-s, ", end="")
    print(f"{whole / floor:.2f} of the plain method for as many claims")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory at the most, with all claims: {peak:.0f} MB")
    return one < LIMITS["a community"] and whole < LIMITS["a portfolio"]


def truth(rows: list[Claim]) -> np.ndarray:
    """A million plain draws, sorted."""
    parts = range(TRUTH // CHUNK)
    drawn = [plainly(rows, seed=1_000 + number, draws=CHUNK) for number in parts]
    return np.sort(np.concatenate(drawn))


def errors() -> None:
    """Print a row for each size, as on the card."""
    print("\n| ranges | wide up to | ours: below P10, P50, P90 | scatter | plain: | scatter |")
    print("|---|---|---|---|---|---|")
    for count, widest in SIZES:
        rows = claims(count, seed=count + widest, widest=widest)
        known, which = truth(rows), range(count)
        spreads = [amounts(rows, seed=seed).sum(which).spread() for seed in range(SEEDS)]
        ours = [(one.low, one.middle, one.high) for one in spreads]
        plain = [tenths(plainly(rows, seed=seed)) for seed in range(SEEDS)]
        cells = [f"{count:,}", f"{widest:,} times"]
        for found in (ours, plain):
            below = np.searchsorted(known, np.array(found)) / len(known)
            cells.append(" · ".join(f"{one:.2%}" for one in below.mean(axis=0)))
            cells.append(" · ".join(f"{one:.2%}" for one in below.std(axis=0)))
        print("| " + " | ".join(cells) + " |", flush=True)


def main() -> None:
    """Measure and say; exit 1 when a limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the cost only")
    quick = parser.parse_args().quick
    kept = cost()
    if not quick:
        errors()
    if not kept:
        sys.exit(f"Too slow: {LIMITS} CPU-s.")


if __name__ == "__main__":
    main()
