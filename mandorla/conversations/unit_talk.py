"""How the units of a community talk with each other, in the three months that end with one."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray

    from mandorla.core.network import Network

    Ints = NDArray[np.int64]

MONTHS: Final = 3
DRAWS: Final = 200  # p is told apart from 0.05, and a thousand communities take minutes
FEWEST_TIES: Final = 10  # of fewer ties, an index jumps


@dataclass(frozen=True)
class Told:
    """What may be kept of it.

    Attributes:
        figures: The E-I index of ties, what chance would give, and p.
        units: The units and pairs of them that may be told, by their ids.
    """

    figures: dict[str, float | None]
    units: dict[str, Any] = field(default_factory=dict)


NOTHING: Final = dict.fromkeys(("ei_index", "ei_expected", "ei_p_value"))


@dataclass(frozen=True)
class Talk:
    """Who answered whom, for as long as it is counted; nothing of it is kept.

    Attributes:
        columns: By name, with a row for each community, month and pair; by community and month.
    """

    columns: dict[str, Ints]

    @classmethod
    def read(cls, exchanged: ir.Table, communities: Sequence[int]) -> Talk:
        """The exchanges of some communities."""
        rows = exchanged.filter(exchanged.community.isin(list(communities)))
        table = rows.order_by(["community", "month", "author", "to"]).to_pyarrow()
        names = ("community", "month", "author", "to", "unit", "to_unit")
        return cls({name: table[name].fill_null(-1).to_numpy() for name in names})

    def of(self, community: int, month: int) -> Told:
        """What three months say of the units of a community."""
        from mandorla.core.network import measure_network  # slow import
        from mandorla.core.ties import distinct_ties  # slow import

        rows = self._rows(community, month)
        people, units, labels, ends = placed(rows)
        ties = distinct_ties(ends[0], ends[1], people=people)
        if len(ties) < FEWEST_TIES:
            return Told(dict(NOTHING))
        found = measure_network(ties, labels, units=len(units), seed=month, draws=DRAWS)
        if found.reason:
            return Told(dict(NOTHING), {"reason": found.reason})
        figures = {
            "ei_index": found.ei_index,
            "ei_expected": found.ei_expected,
            "ei_p_value": found.p_value,
        }
        return Told(figures, kept(found, units))

    def _rows(self, community: int, month: int) -> dict[str, Ints]:
        import numpy as np  # slow import

        codes = self.columns["community"] * 100_000 + self.columns["month"]
        begin = np.searchsorted(codes, community * 100_000 + month - MONTHS + 1)
        end = np.searchsorted(codes, community * 100_000 + month, side="right")
        return {name: column[begin:end] for name, column in self.columns.items()}


def placed(rows: dict[str, Ints]) -> tuple[int, list[int], Ints, tuple[Ints, Ints]]:
    """People and units by places; of somebody who moved, the unit that they were of last."""
    import numpy as np  # slow import

    both = np.concatenate([rows["author"], rows["to"]])
    people, place = np.unique(both, return_inverse=True)
    unit = np.full(len(people), -1)
    order = np.argsort(np.concatenate([rows["month"], rows["month"]]), kind="stable")
    of = np.concatenate([rows["unit"], rows["to_unit"]])[order]
    unit[place[order][of >= 0]] = of[of >= 0]  # the last one that is written stays
    units = np.unique(unit[unit >= 0])
    labels = np.where(unit >= 0, np.searchsorted(units, unit), -1)
    half = len(rows["author"])
    return len(people), units.tolist(), labels, (place[:half], place[half:])


def kept(found: Network, units: list[int]) -> dict[str, Any]:
    """Units and pairs of a network by the ids of units; null stands for other units."""
    named: list[int | None] = [*units, None]
    return {
        "units": [asdict(one) | {"unit": named[one.unit]} for one in found.units],
        "pairs": [
            asdict(one) | {"first": named[one.first], "second": named[one.second]}
            for one in found.pairs
        ],
    }
