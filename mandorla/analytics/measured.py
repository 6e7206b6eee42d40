"""All figures of conversations at once, with the intermediate tables read one time each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandorla.analytics.belonging import (
    firsts,
    newcomer_replies,
    newcomers,
    retention,
    shared_people,
)
from mandorla.analytics.participation import CELL, participation, regularity, written
from mandorla.analytics.posts import counted
from mandorla.analytics.replies import (
    core_sizes,
    exchanges,
    replies,
    reply_figures,
    ties,
    unit_matrix,
    unit_mix,
)
from mandorla.analytics.responses import responses

if TYPE_CHECKING:
    from collections.abc import Callable

    import ibis.expr.types as ir


@dataclass(frozen=True)
class Measured:
    """Figures of communities, as tables.

    Attributes:
        monthly: A row for each community and month in which somebody wrote.
        retention: Cohorts of newcomers by quarter.
        matrix: Replies between units by community and month.
        shared: People that communities have in common.
        exchanged: Who answered whom, for `mandorla.core.network`; never shown.
    """

    monthly: ir.Table
    retention: ir.Table
    matrix: ir.Table
    shared: ir.Table
    exchanged: ir.Table


def measure(
    posts: ir.Table,
    *,
    until: int | ir.Table,
    keep: Callable[[ir.Table], ir.Table] = lambda table: table,
) -> Measured:
    """Measure all communities and months.

    Args:
        posts: The lake.
        until: The second up to which posts are known; or a table that says it of each
            `community` as `until`.
        keep: Has a table worked out once, when it is used several times; without it an engine
            works it out each time.

    Returns:
        The figures, as expressions.

    Source:
        The modules beside this one.
    """
    told = counted(posts)
    first = keep(firsts(told))
    # What needs the most memory comes before the large tables that are kept.
    parts = [
        keep(responses(told, until=until)),
        keep(newcomer_replies(told, first, until=until)),
        keep(regularity(told)),
        keep(newcomers(first)),
    ]
    replied = keep(replies(told))
    tied = keep(ties(replied))
    parts += [keep(reply_figures(replied, tied)), keep(core_sizes(tied))]
    wrote = keep(written(told))
    parts.append(keep(unit_mix(wrote)))
    monthly = keep(participation(wrote))
    for part in parts:
        joined = monthly.left_join(part, list(CELL))
        monthly = joined.select(*monthly.columns, *(set(part.columns) - set(CELL)))
    counts = ["newcomers", "threads", "answered", "first_posts", "first_answered"]
    counts += ["replies", "ties", "core_size", "units", "placed"]
    return Measured(
        monthly=monthly.fill_null(dict.fromkeys(counts, 0)),
        retention=retention(wrote, first),
        matrix=unit_matrix(replied),
        shared=shared_people(first),
        exchanged=exchanges(replied),
    )
