"""Who answers whom, as figures of communities and of units: returned ties, core, mix of units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.analytics.participation import CELL
from mandorla.analytics.posts import share
from mandorla.core.disclosure import FEWEST

if TYPE_CHECKING:
    import ibis.expr.types as ir


def replies(posts: ir.Table) -> ir.Table:
    """Replies to somebody else: an intermediate table that is never shown.

    Args:
        posts: From `mandorla.analytics.posts.counted`.

    Returns:
        Of each reply to a post of somebody else that is known, in the month of the reply:
        `community`, `month`, `author`, `unit`, and of who wrote what is answered, `to` and
        `to_unit`; the units are those on the day of either post.

    Source:
        A join.
    """
    said = posts.filter(posts.reply_to.notnull())
    said = said.select("community", "month", "author", "unit", post="reply_to")
    heard = posts.select("community", "post", to="author", to_unit="unit")
    both = said.join(heard, ["community", "post"])
    return both.filter(both.author != both.to).drop("post")


def exchanges(replied: ir.Table) -> ir.Table:
    """Who answered whom in a month: an intermediate table that is never shown.

    Args:
        replied: From `replies`.

    Returns:
        Of each `community`, `month`, `author` and answered author as `to`: how many `replies`, and
        of either the `unit` and `to_unit`; of somebody who moved within the month one of both.

    Source:
        Counting.
    """
    return replied.group_by(*CELL, "author", "to").agg(
        unit=replied.unit.max(), to_unit=replied.to_unit.max(), replies=replied.count()
    )


def ties(replied: ir.Table) -> ir.Table:
    """Pairs of people of whom one answered the other: an intermediate table that is never shown.

    Args:
        replied: From `replies`.

    Returns:
        Of each `community`, `month` and pair, `low` below `high`: in how many `ways` they answered
        each other, 1 or 2.

    Source:
        The simple graph without directions.
    """
    import ibis  # slow import

    forth = replied.author < replied.to
    pairs = replied.mutate(
        low=ibis.least(replied.author, replied.to),
        high=ibis.greatest(replied.author, replied.to),
        forth=forth.cast("int64"),
    )
    return pairs.group_by(*CELL, "low", "high").agg(ways=pairs.forth.max() - pairs.forth.min() + 1)


def reply_figures(replied: ir.Table, tied: ir.Table) -> ir.Table:
    """What ties of a month say.

    Args:
        replied: From `replies`.
        tied: From `ties`.

    Returns:
        Of each `community` and `month` with replies: `replies`, `ties`, `reciprocity`, and the
        `cross_unit_share` of replies between people whose units are known.

    Source:
        As `mandorla.core.ties.reciprocity` and `mandorla.core.mixing.cross_unit_share`.
    """
    across = (replied.unit != replied.to_unit).cast("int64")
    talk = replied.mutate(across=across)
    counts = talk.group_by(*CELL).agg(
        replies=talk.count(), crossing=talk.across.sum(), known=talk.across.count()
    )
    pairs = tied.group_by(*CELL).agg(
        ties=tied.count(),
        arcs=tied.ways.sum(),
        returned=(tied.ways == 2).cast("int64").sum(),
    )
    both = counts.join(pairs, list(CELL))
    return both.select(
        *CELL,
        "replies",
        "ties",
        reciprocity=share(2 * both.returned, both.arcs),
        cross_unit_share=share(both.crossing, both.known),
    )


def core_sizes(tied: ir.Table) -> ir.Table:
    """How many people form the core of a month.

    Args:
        tied: From `ties`.

    Returns:
        Of each `community` and `month`: `core_size`.

    Source:
        As `mandorla.core.ties.core_size`; people with the same number of ties are counted
        together, and of c with d ties after C with more, those up to place d are in the core.
    """
    import ibis  # slow import

    ends = tied.select(*CELL, person="low").union(tied.select(*CELL, person="high"))
    degrees = ends.group_by(*CELL, "person").agg(d=ends.count())
    alike = degrees.group_by(*CELL, "d").agg(c=degrees.count())
    more = ibis.window(group_by=CELL, order_by=ibis.desc("d"), preceding=None, following=0)
    placed = alike.mutate(before=alike.c.sum().over(more).cast("int64") - alike.c)
    inside = (placed.d - placed.before).clip(0, placed.c)
    return placed.group_by(*CELL).agg(core_size=inside.sum().cast("int64"))


def unit_mix(wrote: ir.Table) -> ir.Table:
    """How mixed the active people of a month are, with units of fewer than five people together.

    Args:
        wrote: From `mandorla.analytics.participation.written`.

    Returns:
        Of each `community` and `month`: from how many `units` the people are whose unit is known,
        how many those are as `placed`, and `blau`; null where less than two units are left.

    Source:
        As `mandorla.core.diversity.blau` of what `mandorla.core.folding.fold_units` leaves: where
        the small ones together are too few, the smallest other one is counted with them.
    """
    import ibis  # slow import

    placed = wrote.filter(wrote.unit.notnull())
    sizes = placed.group_by(*CELL, "unit").agg(n=placed.count())
    small = sizes.n < FEWEST
    sums = sizes.group_by(*CELL).agg(
        units=sizes.count(),
        placed=sizes.n.sum().cast("int64"),
        large=sizes.count(where=~small),
        squares=(sizes.n * sizes.n).sum(where=~small).fill_null(0),
        smallest=sizes.n.min(where=~small).fill_null(0),
        held=sizes.n.sum(where=small).fill_null(0),
    )
    joins = (sums.held > 0) & (sums.held < FEWEST)
    other = sums.held + ibis.ifelse(joins, sums.smallest, 0)
    squares = sums.squares - ibis.ifelse(joins, sums.smallest * sums.smallest, 0) + other * other
    left = sums.large + (sums.held >= FEWEST).cast("int64")
    people = sums.placed.cast("float64")
    mixed = 1 - squares.cast("float64") / (people * people)
    return sums.select(*CELL, "units", "placed", blau=ibis.ifelse(left > 1, mixed, None))


def unit_matrix(replied: ir.Table) -> ir.Table:
    """How much units answer each other.

    Args:
        replied: From `replies`.

    Returns:
        Of each `community`, `month`, `unit` and answered unit as `to_unit`, both known: `replies`,
        and of how many people as `writers`. Before it is shown, what is of fewer than five people
        is folded up: `mandorla.core.folding`.

    Source:
        Counting.
    """
    known = replied.filter(replied.unit.notnull() & replied.to_unit.notnull())
    each = known.group_by(*CELL, "unit", "to_unit", "author").agg(n=known.count())
    return each.group_by(*CELL, "unit", "to_unit").agg(
        replies=each.n.sum().cast("int64"), writers=each.count()
    )


def bridging(replied: ir.Table) -> ir.Table:
    """In which communities two units talk with each other.

    Args:
        replied: From `replies`, of the time that is asked for.

    Returns:
        Of each `community` and pair of different units, `one` below `other`: `replies` either
        way, and how many `people` wrote or got them.

    Source:
        Counting.
    """
    import ibis  # slow import

    across = replied.filter(replied.unit != replied.to_unit)
    across = across.mutate(
        one=ibis.least(across.unit, across.to_unit),
        other=ibis.greatest(across.unit, across.to_unit),
    )
    place = ("community", "one", "other")
    counts = across.group_by(*place).agg(replies=across.count())
    ends = across.select(*place, person="author").union(across.select(*place, person="to"))
    ends = ends.distinct()
    people = ends.group_by(*place).agg(people=ends.count())
    return counts.join(people, list(place))
