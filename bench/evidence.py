"""What it costs to know how communities stand: process CPU time, on the instance of bench.pages.

    .venv/bin/python -m bench.evidence            2,000 communities with 500,000 issues
    .venv/bin/python -m bench.evidence --quick    a tenth of it, for a first look
    .venv/bin/python -m bench.evidence --here     the instance in MANDORLA_DATA, which it writes to

The evidence of one community is what a review is drafted from. All of them is what `mandorla
keep_standing --all` does: every indicator, profile and warning, and writing them down. Beside each
stands its ratio to three plain queries in the same process, because machines differ.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.pages import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable

LIMITS = {
    "evidence of one": 100,
    "evidence of the largest": 100,
    "all of them": 30_000,
}  # CPU-ms
USUAL, LARGEST = "c9", "c5"  # the largest has a hundred times the usual backlog
ROUNDS = 9  # the median is the figure


def measure() -> dict[str, float]:
    """The figures of this instance, in CPU-ms."""
    from django.utils import timezone

    from mandorla.communities.models import Community
    from mandorla.licenses.evidence import gather

    at = timezone.now()
    figures = {"three queries": _median(_three_queries)}
    for name, slug in (("evidence of one", USUAL), ("evidence of the largest", LARGEST)):
        community = Community.objects.get(slug=slug)
        figures[name] = _median(lambda community=community: gather(community, at=at))
    return figures | _all(at)


def _all(at: Any) -> dict[str, float]:
    """Everything that `mandorla keep_standing --all` does, and how much of it each part takes."""
    from mandorla.advice import keeping

    parts: dict[str, float] = defaultdict(float)

    def timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **named: Any) -> Any:
            begun = time.process_time()
            found = work(*args, **named)
            parts[name] += (time.process_time() - begun) * 1000
            return found

        return run

    keeping.read_all = timed("  indicators", keeping.read_all)
    keeping.compute = timed("  profiles", keeping.compute)
    keeping.judge_all = timed("  warnings", keeping.judge_all)
    begun = time.process_time()
    for _done in keeping.keep_in_portions(every=True, at=at):
        pass
    whole = (time.process_time() - begun) * 1000
    return {"all of them": whole, **parts, "  keeping": whole - sum(parts.values())}


def _three_queries() -> None:
    """What the bare view of bench.pages asks."""
    from mandorla.communities.models import Community, Membership
    from mandorla.people.models import Person

    person = Person.objects.get(pk=1)
    community = Community.objects.get(slug=LARGEST)
    list(Membership.objects.filter(community=community, person=person))


def _median(work: Callable[[], object]) -> float:
    """The median CPU time of a call over some rounds, in ms, after one that does not count."""
    work()
    rounds = []
    for _round in range(ROUNDS):
        begun = time.process_time()
        work()
        rounds.append((time.process_time() - begun) * 1000)
    return sorted(rounds)[ROUNDS // 2]


def build_here(size: dict[str, int]) -> None:
    """Fill an empty instance."""
    from django.core.management import call_command
    from django.utils import timezone

    from bench.world import build
    from mandorla.base.upkeep import refresh_statistics

    call_command("migrate", verbosity=0)
    build(**size, now=timezone.now())
    refresh_statistics()  # as `mandorla start` and imports do


def run(size: dict[str, int]) -> dict[str, float]:
    """Build and measure in a process and a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="mandorla-bench-evidence-") as folder:
        found = subprocess.run(
            [sys.executable, "-m", "bench.evidence", "--one", json.dumps(size)],
            env={
                **os.environ,
                "MANDORLA_DATA": folder,
                "DATABASE_URL": "",
                "DJANGO_SETTINGS_MODULE": "mandorla.config.settings",
            },
            cwd=Path(__file__).parents[1],
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    return json.loads(found.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def show(figures: dict[str, float]) -> None:
    """Print the figures, each beside the floor of the same run."""
    print("{:26}{:>10}{:>16}{:>9}".format("CPU-ms", "", "x three queries", "limit"))
    for name, figure in figures.items():
        ratio = figure / figures["three queries"]
        print(f"{name:26}{figure:10.1f}{ratio:16.0f}{LIMITS.get(name, ''):>9}")


def main() -> None:
    """Build an instance, or take the one that is there, and print what it costs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="a tenth of the instance")
    parser.add_argument("--here", action="store_true", help="the instance in MANDORLA_DATA")
    asked = parser.parse_args()
    if asked.here or asked.one:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandorla.config.settings")
        import django

        django.setup()
        if asked.one:
            build_here(json.loads(asked.one))
            print(json.dumps(measure()))
        else:
            show(measure())
        return
    share = 10 if asked.quick else 1
    show(run({key: value // share for key, value in SIZES["big"].items()}))


if __name__ == "__main__":
    main()
