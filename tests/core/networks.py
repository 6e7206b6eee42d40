"""Real networks of the shared data, and small ones drawn by lot."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st

from mandorla.core.ties import Ties, distinct_ties
from tests.shared_data import shared

EVERY = (
    ("B_email_eu_core", "email", "department"),
    ("B_lazega_lawfirm", "advice", "office"),
    ("B_lazega_lawfirm", "advice", "practice"),
    ("B_lazega_lawfirm", "cowork", "status"),
    ("B_lazega_lawfirm", "friends", "office"),
    ("B_ukfaculty", "friendship", "Group"),
    ("B_eies", "messages", "Discipline"),
)


class Real(NamedTuple):
    """A network with the units of its people, and what is known of it."""

    rows: list[tuple[str, str]]
    units: dict[str, str]
    truth: dict[str, Any]
    groups: dict[str, Any]

    def ties(self, *, directed: bool) -> Ties:
        place = {name: at for at, name in enumerate(self.units)}
        begin, end = ([place[row[side]] for row in self.rows] for side in (0, 1))
        return distinct_ties(begin, end, people=len(place), directed=directed)

    def labels(self) -> tuple[list[int], int]:
        place = {name: at for at, name in enumerate(sorted(set(self.units.values())))}
        return [place[unit] for unit in self.units.values()], len(place)


def real(folder: str, network: str, grouping: str) -> Real:
    """One of `EVERY`, or a skip when the shared data is absent."""
    at = shared(folder)
    truth = json.loads((at / "ground_truth.json").read_text())["networks"][network]
    if folder == "B_email_eu_core":
        rows = [tuple(line.split()) for line in _lines(at / "email-Eu-core.txt")]
        labels = _lines(at / "email-Eu-core-department-labels.txt")
        units = dict(line.split() for line in labels)
    else:
        rows = [tuple(line.split(",")[:2]) for line in _lines(at / f"edges_{network}.csv")[1:]]
        people = csv.DictReader(_lines(at / "nodes.csv"))
        units = {row["id"]: row[grouping] for row in people}
    return Real(rows, units, truth, truth["groups"][grouping])  # type: ignore[arg-type]


def _lines(path: Any) -> list[str]:
    return path.read_text().split("\n")[:-1] if path.read_text() else []


@st.composite
def networks(draw: st.DrawFn, directed: bool | None = None) -> Ties:
    """Small networks, with loops and repeated rows on the way in."""
    people = draw(st.integers(1, 12))
    ends = st.integers(0, people - 1)
    rows = draw(st.lists(st.tuples(ends, ends, st.integers(0, 4)), max_size=60))
    way = draw(st.booleans()) if directed is None else directed
    begin, end, weight = zip(*rows, strict=True) if rows else ((), (), ())
    return distinct_ties(begin, end, people=people, directed=way, weight=weight)


@st.composite
def networks_with_units(draw: st.DrawFn, directed: bool | None = None) -> tuple[Ties, list[int]]:
    """The same, each person in one of three units or in none."""
    ties = draw(networks(directed=directed))
    unit = st.integers(-1, 2)
    return ties, draw(st.lists(unit, min_size=ties.people, max_size=ties.people))


def pairs(ties: Ties) -> set[tuple[int, int]]:
    """The ties as plain pairs."""
    return set(zip(ties.source.tolist(), ties.target.tolist(), strict=True))


def random_network(*, people: int, ties: int, units: int, seed: int) -> tuple[Ties, Sequence[int]]:
    """A directed network without any rule."""
    rng = np.random.default_rng(seed)
    begin, end = rng.integers(0, people, (2, ties))
    found = distinct_ties(begin, end, people=people, directed=True)
    return found, rng.integers(0, units, people).tolist()
