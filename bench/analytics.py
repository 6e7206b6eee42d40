"""Measure invented conversations: 10 million posts, all figures of all communities and months.

`python -m bench.analytics` draws a lake, works every figure out and prints wall clock, CPU time and
peak memory of each step in a process of its own, beside reading the same columns once, beside the
program of bench/peers on a million posts, and constraint of 100,000 people beside igraph.
`--quick` does a tenth of it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.posts import BEGIN, SECONDS, generate, sized

LARGE, SMALL = 10_000_000, 1_000_000
UNTIL = BEGIN + SECONDS
LAST = 2025 * 12 + 11  # the last month, as expressions count them
LIMITS = {"wall": 15.0, "MB": 1_500, "x scan": 25.0, "peer": 10.0, "igraph": 3.0}
ROUNDS = 3  # the median is the figure
THREADS = 2


def figures(folder: Path) -> dict[str, float]:
    """All figures, as a snapshot would read them."""
    from mandorla.analytics.measured import measure
    from mandorla.conversations.engine import open_engine
    from mandorla.conversations.unit_talk import talks

    with open_engine("duckdb", _files(folder), threads=THREADS) as engine:
        found = measure(engine.posts, until=UNTIL, keep=engine.keep)
        names = ("monthly", "retention", "matrix", "shared")
        tables = {name: getattr(found, name).to_pyarrow() for name in names}
        exchanged = engine.keep(found.exchanged)
        communities = sorted(tables["monthly"]["community"].unique().to_pylist())
        tested = units = 0
        for pk, talk in talks(exchanged, communities):
            tested += sum(community == pk for community, _month in talk.figures)
            units += bool(talk.units(pk, LAST))
    rows = {f"rows {name}": table.num_rows for name, table in tables.items()}
    return rows | {"rows against chance": tested, "rows units": units}


def scan(folder: Path) -> dict[str, float]:
    """Every column read once."""
    import duckdb

    con = duckdb.connect(config={"threads": THREADS})
    con.execute(
        "SELECT max(community), max(post), max(author), max(epoch_us(sent_at)), max(thread),"
        " max(reply_to), max(unit), max(leader) FROM read_parquet(?, hive_partitioning = false)",
        [_files(folder)],
    ).fetchall()
    return {}


def peer(folder: Path) -> dict[str, float]:
    """The same figures with pandas and networkx."""
    from bench.peers.conversations import measure

    return {f"rows {name}": len(table) for name, table in measure(folder, until=UNTIL).items()}


def constraint(people: int) -> dict[str, float]:
    """Constraint of everybody, by Mandorla and by igraph."""
    import igraph
    import numpy as np

    from mandorla.core.holes import structural_holes
    from mandorla.core.ties import distinct_ties

    rng = np.random.default_rng(1)
    busy = rng.pareto(1.3, people) + 0.05
    begin, end = rng.choice(people, (2, 15 * people), p=busy / busy.sum())
    near = rng.random(len(begin)) < 0.7  # most talk is among the hundred around one
    end[near] = (begin[near] // 100 * 100 + rng.integers(0, 100, near.sum())) % people
    ties = distinct_ties(begin, end, people=people)
    begun = time.process_time()
    found = structural_holes(ties).constraint
    ours = time.process_time() - begun
    graph = igraph.Graph(n=people, edges=np.column_stack([ties.source, ties.target]).tolist())
    weights = ties.weight.tolist()
    begun = time.process_time()
    expected = graph.constraint(weights=weights)
    theirs = time.process_time() - begun
    apart = np.nanmax(np.abs(found - np.array(expected, dtype=float)))
    return {"ours": ours, "igraph": theirs, "ties": len(ties), "apart": float(apart)}


def _files(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.glob("posts/*/*.parquet"))


def run(step: str, folder: Path | str, *, rounds: int = ROUNDS) -> dict[str, float]:
    """The median round of a step, each in a process of its own."""
    rows = [_one(step, str(folder)) for _round in range(rounds)]
    return sorted(rows, key=lambda row: row["wall"])[len(rows) // 2]


def _one(step: str, folder: str) -> dict[str, float]:
    printed = subprocess.run(
        [sys.executable, "-m", "bench.analytics", "--step", step, "--folder", folder],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "mandorla.config.settings"},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    ).stdout
    found: dict[str, float] = json.loads(printed.splitlines()[-1])
    return found


def _here(step: str, folder: str) -> None:
    """One step in this process, as JSON; what loads the program is not counted."""
    import ibis
    import pandas  # noqa: F401 - both sides load it, so neither counts it

    ibis.duckdb.connect()
    work: Any = {"figures": figures, "scan": scan, "peer": peer}.get(step)
    begun, cpu = time.perf_counter(), time.process_time()
    found = work(Path(folder)) if work else constraint(int(folder))
    wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**found, "wall": wall, "cpu": cpu, "MB": memory}))


def main() -> None:
    """Draw the lakes, run the steps and print what they cost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"default: {ROUNDS}")
    asked = parser.parse_args()
    if asked.step:
        _here(asked.step, asked.folder)
        return
    share = 10 if asked.quick else 1
    with tempfile.TemporaryDirectory(prefix="mandorla-bench-analytics-") as folder:
        _compare(Path(folder), LARGE // share, SMALL // share, rounds=asked.rounds)
    _constraint(100_000 // share)


def _compare(folder: Path, large: int, small: int, *, rounds: int) -> None:
    walls: dict[tuple[str, int], dict[str, float]] = {}
    for posts in (small, large):
        lake = folder / str(posts)
        generate(lake, sized(posts))
        for step in ("scan", "figures") + (("peer",) if posts == small else ()):
            found = run(step, lake, rounds=1 if step == "peer" else rounds)
            walls[step, posts] = found
            print(
                f"{posts:>12,} posts  {step:8} {found['wall']:8.2f} s wall {found['cpu']:8.2f} s"
                f" CPU {found['MB']:8.0f} MB",
                flush=True,
            )
    ratio = walls["figures", large]["cpu"] / walls["scan", large]["cpu"]
    print(f"figures beside one scan, CPU: {ratio:.1f} x (limit {LIMITS['x scan']:.0f})")
    ratio = walls["peer", small]["cpu"] / walls["figures", small]["cpu"]
    print(f"pandas and networkx beside figures, CPU: {ratio:.1f} x (aim {LIMITS['peer']:.0f})")
    ratio = walls["peer", small]["wall"] / walls["figures", small]["wall"]
    print(f"the same, wall: {ratio:.1f} x")
    for what in ("wall", "cpu", "MB"):
        growth = walls["figures", large][what] / walls["figures", small][what]
        print(f"figures of {large / small:.0f} times the posts: {growth:.1f} times the {what}")
    worst = walls["figures", large]
    print(
        f"limits: {LIMITS['wall']:.0f} s wall (it took {worst['wall']:.1f}),"
        f" {LIMITS['MB']:.0f} MB (it took {worst['MB']:.0f})"
    )


def _constraint(people: int) -> None:
    found = run("constraint", str(people))
    ratio = found["ours"] / found["igraph"]
    print(
        f"constraint of {people:,} people, {found['ties']:,} ties: {found['ours']:.2f} s CPU,"
        f" igraph {found['igraph']:.2f} s: {ratio:.2f} x (limit {LIMITS['igraph']:.0f}), at most"
        f" {found['apart']:.1e} apart"
    )


if __name__ == "__main__":
    main()
