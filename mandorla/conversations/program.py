"""How units talk across all communities: the cracks between them, and who bridges these."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from mandorla.conversations.models.program_snapshot import ProgramSnapshot
from mandorla.conversations.months import first_day, full_until
from mandorla.conversations.unit_talk import kept, placed
from mandorla.core.cracks import bridges
from mandorla.core.disclosure import FEWEST

if TYPE_CHECKING:
    from datetime import datetime

    import ibis.expr.types as ir

    from mandorla.conversations.engine import Engine

YEAR: Final = 12  # months
MOST_SHARED: Final = 50  # pairs of communities with the most people in common

Pair = tuple[int, int]


def measure_program(engine: Engine, *, until: int, at: datetime) -> None:
    """The year before the month that is not over is looked at across all communities.

    Args:
        engine: With the posts of the lake.
        until: The second up to which posts are known.
        at: The moment.
    """
    from mandorla.analytics.belonging import firsts, shared_people  # slow import
    from mandorla.analytics.posts import counted  # slow import
    from mandorla.analytics.replies import bridging, exchanges, replies  # slow import

    last = full_until(until) - 1
    told = counted(engine.posts)
    year = told.filter(told.month.between(last - YEAR + 1, last))
    replied = engine.keep(replies(year))
    made_of, people, talk = _talk(exchanges(replied))
    if talk.get("pairs"):
        _bridge(talk["pairs"], bridging(replied))
    shared = _shared(shared_people(firsts(year)))
    ProgramSnapshot.keep_month(
        first_day(last), made_of=made_of, people=people, talk=talk, shared=shared, at=at
    )


def _talk(exchanged: ir.Table) -> tuple[int, int, dict[str, Any]]:
    """How many replies and people there are, and what may be kept of how their units talk."""
    from mandorla.core.network import measure_network  # slow import

    table = exchanged.to_pyarrow()
    names = ("month", "author", "to", "unit", "to_unit", "replies")
    rows = {name: table[name].fill_null(-1).to_numpy() for name in names}
    made_of, talk = int(rows["replies"].sum()), placed(rows)
    found = measure_network(talk.ties, talk.labels, units=len(talk.units))
    if talk.why[0] or found.reason:
        return made_of, found.people, {"reason": talk.why[0] or found.reason}
    figures = ("ei_index", "ei_expected", "p_value", "blau", "ties", "without_unit")
    told = {name: getattr(found, name) for name in figures}
    return made_of, found.people, told | kept(found, talk.units)


def _bridge(pairs: list[dict[str, Any]], bridging: ir.Table) -> None:
    """Each pair of units gets the communities in which it talks."""
    replies: dict[Pair, dict[int, int]] = defaultdict(dict)
    people: dict[Pair, dict[int, int]] = defaultdict(dict)
    for row in bridging.to_pyarrow().to_pylist():
        both = (row["one"], row["other"])
        replies[both][row["community"]] = row["replies"]
        people[both][row["community"]] = row["people"]
    for pair in pairs:
        ends = [unit for unit in (pair["first"], pair["second"]) if unit is not None]
        key = (min(ends), max(ends))  # of other units, of which there is a single place, nothing
        found = bridges(replies[key], people[key]) if len(ends) == 2 else ()
        pair["bridges"] = [{"community": one.community, "share": one.share} for one in found]


def _shared(pairs: ir.Table) -> list[dict[str, Any]]:
    """The pairs of communities with the most people in common, five at the least."""
    enough = pairs.filter(pairs.people >= FEWEST).order_by([pairs.people.desc(), "one", "other"])
    rows: list[dict[str, Any]] = enough.limit(MOST_SHARED).to_pyarrow().to_pylist()
    return [
        {name: row[name] for name in ("one", "other", "people", "jaccard", "overlap")}
        for row in rows
        if all(size - row["people"] == 0 or size - row["people"] >= FEWEST for size in _sizes(row))
    ]


def _sizes(row: dict[str, Any]) -> tuple[int, int]:
    """How many people write in either: what is not in common may be too few to be told."""
    return row["in_one"], row["in_other"]
