"""How the units of a community talk with each other, in the three months that end with one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray

    from mandorla.core.network import Network
    from mandorla.core.ties import Ties

    Ints = NDArray[np.int64]

AT_ONCE: Final = 150_000  # exchanges that are in memory together, about
MONTHS: Final = 3
DRAWS: Final = 200  # p is told apart from 0.05
FEWEST_TIES: Final = 10  # of fewer ties, an index jumps
CODE: Final = 100_000  # a community and a month as one number; months are counted from year 0
OF_UNIT: Final = ("people", "internal", "external", "ei_index", "brokers")
OF_PAIR: Final = ("ties", "expected", "p_value", "is_crack")
NOTHING: Final = dict.fromkeys(("ei_index", "ei_expected", "ei_p_value"))

Figures = dict[str, float | None]


@dataclass(frozen=True, eq=False)
class Placed:
    """People and units by places, in networks that lie side by side.

    Units of fewer than five people are one, "other units", in every figure: beside an index that
    counts them one by one, what is told of others would tell of them.

    Attributes:
        ties: Who answered whom, or was answered.
        labels: Of each person the place of the unit that they were of last, or -1 without one.
        network: Of each person the place of their network, in order.
        units: The ids of units, by their places; None of other units, which are the last place.
        why: Of each network why units say nothing there; empty where they do.
    """

    ties: Ties
    labels: Ints
    network: Ints
    units: list[int | None]
    why: list[str]


@dataclass(frozen=True)
class Talk:
    """Who answered whom, for as long as it is counted; nothing of it is kept.

    Attributes:
        columns: By name, with a row for each community, month and pair.
        codes: Of each row the community and month as one number, in order.
        figures: Of each community and month the E-I index of ties, what chance would give, and p.
    """

    columns: dict[str, Ints]
    codes: Ints
    figures: dict[tuple[int, int], Figures] = field(default_factory=dict)

    @classmethod
    def read(cls, exchanged: ir.Table, communities: Sequence[int]) -> Talk:
        """The exchanges of some communities."""
        rows = exchanged.filter(exchanged.community.isin(list(communities)))
        table = rows.order_by(["community", "month", "author", "to"]).to_pyarrow()
        names = ("community", "month", "author", "to", "unit", "to_unit")
        columns = {name: table[name].fill_null(-1).to_numpy() for name in names}
        codes = columns["community"] * CODE + columns["month"]
        return cls(columns, codes, against_chance(columns, codes))

    def of(self, community: int, month: int) -> Figures:
        """How far three months lead across units; nothing where there are too few ties."""
        return self.figures.get((community, month), dict(NOTHING))

    def units(self, community: int, month: int) -> dict[str, Any]:
        """The units and pairs of them that may be told, by their ids."""
        from mandorla.core.network import measure_network  # slow import

        found = placed(self._rows(community, month))
        if len(found.ties) < FEWEST_TIES:
            return {}
        if found.why[0]:
            return {"reason": found.why[0]}
        units = len(found.units)
        network = measure_network(found.ties, found.labels, units=units, draws=DRAWS)
        return {"reason": network.reason} if network.reason else kept(network, found.units)

    def _rows(self, community: int, month: int) -> dict[str, Ints]:
        import numpy as np  # slow import

        begin = np.searchsorted(self.codes, community * CODE + month - MONTHS + 1)
        end = np.searchsorted(self.codes, community * CODE + month, side="right")
        return {name: column[begin:end] for name, column in self.columns.items()}


def talks(exchanged: ir.Table, communities: Sequence[int]) -> Iterator[tuple[int, Talk]]:
    """Each community with the talk it is part of, some of them in memory at once."""
    table = exchanged.group_by("community").agg(rows=exchanged.count()).to_pyarrow()
    rows = dict(zip(*(table[name].to_pylist() for name in ("community", "rows")), strict=True))
    portions: list[list[int]] = [[]]
    held = 0
    for pk in communities:
        held += rows.get(pk, 0)
        if held > AT_ONCE and portions[-1]:
            portions.append([])
            held = rows.get(pk, 0)
        portions[-1].append(pk)
    with ThreadPoolExecutor(max_workers=1) as beside:  # the next ones, while these are used
        coming = beside.submit(Talk.read, exchanged, portions[0])
        for portion, then in zip_longest(portions, portions[1:]):
            talk = coming.result()
            if then:
                coming = beside.submit(Talk.read, exchanged, then)
            yield from ((pk, talk) for pk in portion)


def against_chance(columns: dict[str, Ints], codes: Ints) -> dict[tuple[int, int], Figures]:
    """The E-I index of each community and month, where enough people of enough units have ties."""
    import numpy as np  # slow import

    from mandorla.core.chance import permutation_tests  # slow import

    months, own = np.unique(codes, return_inverse=True)
    later = np.arange(MONTHS)  # a month counts for itself and for the two that follow
    windows = np.unique(months[:, None] + later)
    rows = np.repeat(np.arange(len(own)), MONTHS)
    network = np.searchsorted(windows, months[:, None] + later)[own].ravel()
    found = placed(columns, rows, network, networks=len(windows))
    ties = np.bincount(found.network[found.ties.source], minlength=len(windows))
    is_told = (ties >= FEWEST_TIES) & np.array([not why for why in found.why], dtype=bool)
    tests = permutation_tests(
        found.ties,
        np.where(is_told[found.network], found.labels, -1),
        found.network,
        networks=len(windows),
        units=len(found.units),
        seed=0,
        draws=DRAWS,
    )
    return {
        divmod(code, CODE): {
            "ei_index": test.index,
            "ei_expected": test.expected,
            "ei_p_value": test.p_value,
        }
        for code, test in zip(windows.tolist(), tests, strict=True)
        if test
    }


def placed(
    columns: dict[str, Ints],
    rows: Ints | None = None,
    network: Ints | None = None,
    *,
    networks: int = 1,
) -> Placed:
    """Places of people and units; of somebody who moved, the unit that they were of last.

    Args:
        columns: Who answered whom in which month, and of which units they were.
        rows: The places of rows, where some count in several networks; each once without it.
        network: Of each of these the place of its network; one without it.
        networks: How many networks there are.
    """
    import numpy as np  # slow import

    from mandorla.core.ties import distinct_ties  # slow import

    known, ends = np.unique(np.concatenate([columns["author"], columns["to"]]), return_inverse=True)
    both = np.arange(len(ends)) if rows is None else np.concatenate([rows, rows + len(ends) // 2])
    of = np.zeros(len(both), dtype=np.int64) if network is None else np.tile(network, 2)
    people, place = np.unique(of * max(len(known), 1) + ends[both], return_inverse=True)
    unit, half = np.full(len(people), -1), len(both) // 2
    month = np.tile(columns["month"], 2)[both]
    order = np.argsort(month.astype(np.int16), kind="stable")  # months of 2,700 years
    last = np.concatenate([columns["unit"], columns["to_unit"]])[both][order]
    unit[place[order][last >= 0]] = last[last >= 0]  # the last one that is written stays
    units, labels = np.unique(unit, return_inverse=True)
    labels, units = labels - (len(units) - np.count_nonzero(units >= 0)), units[units >= 0]
    own = people // max(len(known), 1)
    why = _fold(labels, own, units=len(units), networks=networks)
    return Placed(
        ties=distinct_ties(place[:half], place[half:], people=len(people)),
        labels=labels,
        network=own,
        units=[*units.tolist(), None],
        why=why,
    )


def _fold(labels: Ints, network: Ints, *, units: int, networks: int) -> list[str]:
    """Put people of small units into other units, in place.

    Returns:
        Of each network, why units say nothing there; empty where they do.
    """
    import numpy as np  # slow import

    from mandorla.core.folding import fold_units  # slow import
    from mandorla.core.network import why_not  # slow import

    some = labels >= 0
    there, unit, counts = np.unique(
        network[some] * max(units, 1) + labels[some], return_inverse=True, return_counts=True
    )
    first = np.searchsorted(there, np.arange(networks + 1) * max(units, 1)).tolist()
    told, sizes, why = there % max(units, 1), counts.tolist(), []
    for begin, end in pairwise(first):
        folded = fold_units(sizes[begin:end])
        why.append(why_not(sizes[begin:end], folded))
        for at, place in enumerate(folded):
            if place != at:
                told[begin + at] = units if place >= 0 else -1
    labels[some] = told[unit]
    return why


def kept(found: Network, units: list[int | None]) -> dict[str, Any]:
    """Units and pairs of a network by the ids of units; null stands for other units."""
    return {
        "units": [
            {name: getattr(one, name) for name in OF_UNIT} | {"unit": units[one.unit]}
            for one in found.units
        ],
        "pairs": [
            {name: getattr(one, name) for name in OF_PAIR}
            | {"first": units[one.first], "second": units[one.second]}
            for one in found.pairs
        ],
    }
