"""Who is new, who stays, and which communities share people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.analytics.participation import CELL
from mandorla.analytics.posts import WEEK, month_of, share, week_old

if TYPE_CHECKING:
    import ibis.expr.types as ir


def firsts(posts: ir.Table) -> ir.Table:
    """When everybody wrote in a community first: an intermediate table that is never shown.

    Args:
        posts: From `mandorla.analytics.posts.counted`.

    Returns:
        Of each `community` and `author` the first `second` and `month`.

    Source:
        The minimum.
    """
    first = posts.group_by("community", "author").agg(second=posts.second.min())
    return first.mutate(month=month_of(first.second))


def newcomers(first: ir.Table) -> ir.Table:
    """How many people wrote in a community for the first time.

    Args:
        first: From `firsts`.

    Returns:
        Of each `community` and `month`: `newcomers`.

    Source:
        Counting.
    """
    return first.group_by(*CELL).agg(newcomers=first.count())


def newcomer_replies(posts: ir.Table, first: ir.Table, *, until: int | ir.Table) -> ir.Table:
    """How many newcomers were answered within a week.

    Args:
        posts: From `mandorla.analytics.posts.counted`.
        first: From `firsts`.
        until: The second up to which posts are known, or a table that says it of each community
            as `until`; a first post that is not a week older is left out.

    Returns:
        Of each `community` and `month`: `first_posts`, how many of them had an answer as
        `first_answered`, and `newcomer_reply_share`. An answer is a post of somebody else in the
        thread of the first post, at the same second or later, within seven days.

    Source:
        Joyce and Kraut, Predicting continued participation in newsgroups, 2006.
    """
    old = week_old(first, moment="second", until=until)
    own = posts.select("community", "author", "second", "thread")
    began = old.join(own, ["community", "author", "second"]).select(
        "community", "month", "thread", newcomer="author", begun="second"
    )
    later = posts.select("community", "thread", "author", "second")
    answers = began.join(later, ["community", "thread"])
    waited = answers.second - answers.begun
    answers = answers.filter((answers.author != answers.newcomer) & waited.between(0, WEEK))
    answered = answers.select(*CELL, "newcomer").distinct().group_by(*CELL)
    counts = answered.agg(first_answered=lambda t: t.count())
    asked = old.group_by(*CELL).agg(first_posts=old.count())
    both = asked.left_join(counts, list(CELL))
    both = both.select(*CELL, "first_posts", first_answered=both.first_answered.fill_null(0))
    return both.mutate(newcomer_reply_share=share(both.first_answered, both.first_posts))


def retention(wrote: ir.Table, first: ir.Table) -> ir.Table:
    """Who still writes: cohorts of newcomers by quarter, quarter after quarter.

    Args:
        wrote: From `mandorla.analytics.participation.written`.
        first: From `firsts`.

    Returns:
        Of each `community`, `cohort` (the quarter somebody came in: year × 4 + quarter - 1) and
        `age` in quarters: how many `people` wrote, `of` how many, and the `share`. A quarter in
        which nobody of them wrote has no row.

    Source:
        Cohort tables; CHAOSS, conversion rate.
    """
    active = wrote.select("community", "author", quarter=wrote.month // 3).distinct()
    came = first.select("community", "author", cohort=first.month // 3)
    both = active.join(came, ["community", "author"])
    both = both.mutate(age=both.quarter - both.cohort)
    counts = both.group_by("community", "cohort", "age").agg(people=both.count())
    size = came.group_by("community", "cohort").agg(of=came.count())
    found = counts.join(size, ["community", "cohort"])
    return found.mutate(share=share(found.people, found.of))


def shared_people(first: ir.Table) -> ir.Table:
    """Which communities have people in common.

    Args:
        first: From `firsts`, of the time that is asked for.

    Returns:
        Of each pair, `one` below `other`, that shares somebody: `people` in both, how many each
        has as `in_one` and `in_other`, `jaccard` (of all people of the two) and `overlap` (of
        those of the smaller one).

    Source:
        Jaccard, 1912; Szymkiewicz and Simpson, 1943.
    """
    import ibis  # slow import

    left = first.select("author", one="community")
    right = first.select("author", other="community").view()
    both = left.join(right, "author")
    both = both.filter(both.one < both.other)
    counts = both.group_by("one", "other").agg(people=both.count())
    sizes = first.group_by("community").agg(size=first.count())
    found = counts.join(sizes.select(one="community", in_one="size"), "one")
    found = found.join(sizes.view().select(other="community", in_other="size"), "other")
    return found.mutate(
        jaccard=share(found.people, found.in_one + found.in_other - found.people),
        overlap=share(found.people, ibis.least(found.in_one, found.in_other)),
    )
