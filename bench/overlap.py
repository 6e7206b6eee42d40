"""What measuring shared value costs, and how often its intervals hold what is true.

    .venv/bin/python -m bench.overlap            both
    .venv/bin/python -m bench.overlap --quick    a tenth of the simulated rounds

The cost is CPU time of 10,000 ballots by 16 items with 2,000 draws, beside that of one plain
product of matrices of the same size in the same run. The coverage is simulated: invented
members with wishes of their own answer, some of them are asked, and the interval of what they
say either holds the overlap of all of them or not.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from mandorla.core.best_worst import design
from mandorla.core.change import change
from mandorla.core.measure import measure
from mandorla.core.uncertainty import interval, overlap_draws, overlap_interval
from mandorla.core.weights import Agreed, Allocations, Picks

if TYPE_CHECKING:
    from collections.abc import Callable

    from mandorla.core.weights import Individual

BALLOTS, ITEMS, DRAWS = 10_000, 16, 2_000
LIMIT = 0.5  # CPU-seconds
FEW_ITEMS, POPULATION, MEMBERS = 8, 2_000, (5, 8, 12, 20, 50, 100)
APART = {"about 0.92": 0.2, "about 0.80": 0.5, "about 0.60": 1.0}  # how far from the members' mean


def cpu(work: Callable[[], object]) -> float:
    """The median CPU time of five runs."""
    times = []
    for _run in range(5):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return median(times)


def ballots() -> dict[str, Individual]:
    """Many answers by both methods."""
    rng = np.random.default_rng(1)
    best, worst = (rng.integers(0, most, (BALLOTS, ITEMS)).astype(float) for most in (3, 2))
    return {
        "points": Allocations(rng.dirichlet(np.ones(ITEMS), BALLOTS)),
        "picks": Picks(best, worst, np.full((BALLOTS, ITEMS), 4.0)),
    }


def floor_cost() -> float:
    """The CPU time of one plain product of matrices of that size."""
    rng = np.random.default_rng(2)
    counts, data = rng.random((DRAWS, BALLOTS)), rng.random((BALLOTS, ITEMS))
    return cpu(lambda: counts @ data)


def cost() -> bool:
    """Print what it costs; False when it is too much."""
    floor = floor_cost()
    print(f"{BALLOTS:,} ballots by {ITEMS} items, {DRAWS:,} draws")
    print(f"floor: one product of matrices            {floor:6.3f} CPU-s")
    organization, kept = Agreed(np.arange(1.0, ITEMS + 1)), True
    for name, members in ballots().items():
        stated = organization.group()
        drawn = cpu(partial(overlap_draws, organization=stated, members=members, seed=1))
        whole = cpu(partial(measure, organization=organization, members=members, seed=1))
        print(f"{name}: the draws {drawn:6.3f} CPU-s, {drawn / floor:5.1f} times the floor", end="")
        print(f"; the whole measurement {whole:6.3f} CPU-s")
        kept = kept and drawn < LIMIT
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory at the most, with the floor's {DRAWS * BALLOTS * 8 / 1e6:.0f} MB: {peak:.0f} MB")
    designed = cpu(lambda: [design(ITEMS, seed=seed) for seed in range(100)]) * 10
    print(f"a design of best–worst screens for {ITEMS} items: {designed:.1f} CPU-ms")
    return kept


def wishes(rng: np.random.Generator) -> np.ndarray:
    """What each of many invented members wants; they differ around what they have in common."""
    common = rng.dirichlet(np.full(FEW_ITEMS, 2.0))
    return rng.dirichlet(common * 6 + 0.3, POPULATION)


def allocated(rng: np.random.Generator) -> Allocations:
    """Their answers in points."""
    return Allocations(wishes(rng))


def picked(rng: np.random.Generator) -> Picks:
    """Their answers in picks: what one wants twice as much is twice as likely to be the best."""
    wanted = np.log(wishes(rng) + 1e-9)
    best, worst, shown = (np.zeros_like(wanted) for _ in range(3))
    everybody, kinds = np.arange(POPULATION), 40
    designs = np.array([design(FEW_ITEMS, seed=seed) for seed in range(kinds)])
    for screen in range(designs.shape[1]):
        items = designs[everybody % kinds, screen]
        here = np.take_along_axis(wanted, items, axis=1)
        first = (here + rng.gumbel(size=here.shape)).argmax(axis=1)
        rest = -here + rng.gumbel(size=here.shape)
        rest[everybody, first] = -np.inf
        last = rest.argmax(axis=1)
        np.add.at(best, (everybody, items[everybody, first]), 1)
        np.add.at(worst, (everybody, items[everybody, last]), 1)
        np.add.at(shown, (everybody[:, None], items), 1)
    return Picks(best, worst, shown)


def some(answers: Individual, chosen: np.ndarray) -> Individual:
    """The answers of some of them."""
    if isinstance(answers, Allocations):
        return Allocations(answers.points[chosen])
    return Picks(answers.best[chosen], answers.worst[chosen], answers.shown[chosen])


def coverage(rounds: int) -> None:
    """Print how often the intervals hold what all members would have said."""
    for method, population in (("points", allocated), ("picks", picked)):
        for name, apart in APART.items():
            for count in MEMBERS:
                print(f"{method}, true overlap {name}, {count:3} members: ", end="")
                print(held(population, apart, count=count, rounds=rounds), flush=True)


def held(
    population: Callable[[np.random.Generator], Individual],
    apart: float,
    *,
    count: int,
    rounds: int,
) -> str:
    """How often the 80% and the 95% interval hold the truth, and a plain one of percentiles."""
    rng = np.random.default_rng(count)
    hits, bias = np.zeros(3), 0.0
    for number in range(rounds):
        if number % 20 == 0:
            everybody = population(rng)
            common = everybody.group()
            stated = (1 - apart) * common + apart * rng.dirichlet(np.ones(FEW_ITEMS))
            true = float(np.minimum(stated, common).sum())
        members = some(everybody, rng.integers(0, POPULATION, count))
        draws = overlap_draws(organization=stated, members=members, seed=number)
        measured = float(np.minimum(stated, members.group()).sum())
        ends = [overlap_interval(draws, overlap=measured, level=level) for level in (0.8, 0.95)]
        ends.append(interval(2 * measured - draws, level=0.95))
        hits += [low <= true <= high for low, high in ends]
        bias += measured - true
    shares = hits / rounds
    return (
        f"80% holds {shares[0]:.2f}, 95% holds {shares[1]:.2f} "
        f"(plain percentiles {shares[2]:.2f}); measured less true {bias / rounds:+.3f}"
    )


def false_changes(rounds: int) -> None:
    """Print how often a change is called between two waves of the same members."""
    for apart in APART.values():
        for first, second in ((8, 8), (20, 20), (8, 50), (20, 100)):
            rng, kinds = np.random.default_rng(first), {"rose": 0, "fell": 0, "cannot_tell": 0}
            for number in range(rounds):
                if number % 20 == 0:
                    everybody = allocated(rng)
                    rest = rng.dirichlet(np.ones(FEW_ITEMS))
                    stated = (1 - apart) * everybody.group() + apart * rest
                waves = [
                    overlap_draws(
                        organization=stated,
                        members=some(everybody, rng.integers(0, POPULATION, count)),
                        seed=number,
                    )
                    for count in (first, second)
                ]
                kinds[change(*waves, same_catalogue=True, same_methods=True).kind] += 1
            rose, fell = kinds["rose"] / rounds, kinds["fell"] / rounds
            print(f"no change, {first} then {second} members, {apart} apart: ", end="")
            print(f"called a rise {rose:.3f}, a fall {fell:.3f}", flush=True)


def main() -> None:
    """Measure and say; exit 1 when the limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the simulated rounds")
    rounds = 100 if parser.parse_args().quick else 1_000
    kept = cost()
    coverage(rounds)
    false_changes(rounds)
    if not kept:
        sys.exit(f"Too slow: {LIMIT} CPU-s for the draws.")


if __name__ == "__main__":
    main()
