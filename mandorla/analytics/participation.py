"""Who takes part, how evenly and how regularly: figures of communities, never of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mandorla.analytics.posts import DAY, month_of, share

if TYPE_CHECKING:
    import ibis.expr.types as ir

CONTRIBUTORS: Final = 5  # as core.absence
CELL: Final = ("community", "month")


def written(posts: ir.Table) -> ir.Table:
    """How much everybody wrote: an intermediate table that is never shown.

    Args:
        posts: From `mandorla.analytics.posts.counted`.

    Returns:
        Of each `community`, `month` and `author`: `posts`, those as a leader as `led`, and their
        `unit`; of somebody who moved within the month one of both.

    Source:
        Counting.
    """
    return posts.group_by(*CELL, "author").agg(
        posts=posts.count(),
        led=posts.leader.cast("int64").sum(),
        unit=posts.unit.max(),
    )


def participation(wrote: ir.Table) -> ir.Table:
    """How many people are active in a month, and how evenly they take part.

    Args:
        wrote: From `written`.

    Returns:
        Of each `community` and `month`: `posts`, `people`, `gini` (corrected for small groups),
        `absence_factor` (of five people or more), how many people wrote as `leaders`, and
        `leader_share`, which of a single one is a figure about a person and not to be shown.

    Source:
        As `mandorla.core.participation` and `mandorla.core.absence`. People who wrote equally
        much are counted together: among n people sorted by what they wrote, c with the same
        count v after C others add v (c C + c (c + 1) / 2) to the ranked sum.
    """
    alike = wrote.group_by(*CELL, "posts").agg(
        c=wrote.count(), led=wrote.led.sum(), leaders=(wrote.led > 0).cast("int64").sum()
    )
    alike = alike.rename(v="posts").mutate(s=lambda t: t.c * t.v)
    by_count = _running(alike, "v")
    ranked = by_count.v * (
        by_count.c * (by_count.people_to - by_count.c) + by_count.c * (by_count.c + 1) // 2
    )
    above = by_count.all_posts - by_count.posts_to  # posts of those who wrote more
    missing = by_count.all_posts - 2 * above  # twice what is still missing to half
    needed = ((missing + 2 * by_count.v - 1) // (2 * by_count.v)).clip(0, by_count.c)
    whole = by_count.mutate(ranked=ranked, needed=needed.cast("int64"))
    found = whole.group_by(*CELL).agg(
        posts=whole.s.sum(),
        people=whole.c.sum(),
        ranked=whole.ranked.sum(),
        needed=whole.needed.sum(),
        led=whole.led.sum(),
        leaders=whole.leaders.sum(),
    )
    return found.select(
        *CELL,
        posts=found.posts.cast("int64"),
        people=found.people.cast("int64"),
        gini=_gini(found),
        absence_factor=(found.people >= CONTRIBUTORS).ifelse(found.needed.cast("int64"), None),
        leaders=found.leaders.cast("int64"),
        leader_share=share(found.led, found.posts),
    )


def _running(alike: ir.Table, order: str) -> ir.Table:
    """How many people wrote at most as much, what they wrote together, and what everybody wrote."""
    import ibis  # slow import

    upto = ibis.window(group_by=CELL, order_by=order, preceding=None, following=0)
    everybody = ibis.window(group_by=CELL)
    return alike.mutate(
        people_to=alike.c.sum().over(upto).cast("int64"),
        posts_to=alike.s.sum().over(upto).cast("int64"),
        all_posts=alike.s.sum().over(everybody).cast("int64"),
    )


def _gini(found: ir.Table) -> ir.FloatingValue:
    people = found.people.cast("float64")
    plain = 2 * found.ranked.cast("float64") / (people * found.posts.cast("float64"))
    plain = plain - (people + 1) / people
    return plain * people / (people - 1).nullif(0)


def regularity(posts: ir.Table) -> ir.Table:
    """How regular the days are on which somebody writes.

    Args:
        posts: From `mandorla.analytics.posts.counted`.

    Returns:
        Of each `community` and `month`: `active_days`, and `burstiness` of the gaps in days that
        end in the month; null with fewer than two.

    Source:
        As `mandorla.core.participation.burstiness`.
    """
    import ibis  # slow import

    days = posts.select("community", day=posts.second // DAY).distinct()
    before = ibis.window(group_by="community", order_by="day")
    gaps = days.mutate(month=month_of(days.day * DAY), gap=(days.day - days.day.lag()).over(before))
    sums = gaps.group_by(*CELL).agg(
        active_days=gaps.count(),
        n=gaps.gap.count(),
        whole=gaps.gap.sum().cast("int64"),
        squares=(gaps.gap * gaps.gap).sum().cast("int64"),
    )
    whole = sums.whole.cast("float64")
    varied = (sums.n * sums.squares - sums.whole * sums.whole).cast("float64").sqrt()
    return sums.select(
        *CELL,
        "active_days",
        burstiness=(sums.n >= 2).ifelse((varied - whole) / (varied + whole), None),
    )
