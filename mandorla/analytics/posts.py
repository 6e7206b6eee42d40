"""Posts as they are measured: the columns of the lake, with whole seconds and months."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import ibis.expr.types as ir

DAY: Final = 86_400  # seconds
WEEK: Final = 7 * DAY
FROM_MARCH_1968: Final = 671  # days to the first of 1970
FOUR_YEARS: Final = 1_461  # days


def counted(posts: ir.Table) -> ir.Table:
    """Posts with the moment as whole seconds and the month as a number.

    Args:
        posts: The lake: `community`, `post`, `author`, `sent_at` (UTC), `thread`, `reply_to`,
            `unit`, `leader`. Where an engine has `second` and `month` already, they take the place
            of `sent_at`.

    Returns:
        The same without `sent_at`, with `second`, whole seconds since 1970, and `month`, which is
        year × 12 + month - 1.

    Source:
        Arithmetic; the same on every engine, whatever its time zone.
    """
    if "second" in posts.columns:
        return posts
    second = posts.sent_at.epoch_seconds().cast("float64").floor().cast("int64")
    return posts.mutate(second=second, month=month_of(second)).drop("sent_at")


def month_of(second: ir.IntegerColumn) -> ir.IntegerValue:
    """The month of a moment as a number.

    Args:
        second: Whole seconds since 1970, UTC, from 1970 to February 2100.

    Returns:
        Year × 12 + month - 1.

    Source:
        Days are counted from a first of March, so that a leap day ends a year: Hinnant,
        chrono-compatible low-level date algorithms, 2013; here for years in which every fourth
        one has a leap day, which 2100 has not.
    """
    day = second // DAY + FROM_MARCH_1968
    year = (4 * day + 3) // FOUR_YEARS
    of_year = day - year * FOUR_YEARS // 4
    return (1968 + year) * 12 + (5 * of_year + 2) // 153 + 2


def week_old(rows: ir.Table, *, moment: str, until: int | ir.Table) -> ir.Table:
    """Rows of which a whole week that followed is known.

    Args:
        rows: With a `community`.
        moment: The column with their second.
        until: The second up to which posts are known; or a table that says it of each
            `community` as `until`.

    Returns:
        Those that are at least a week older than that.

    Source:
        A filter.
    """
    if isinstance(until, int):
        return rows.filter(rows[moment] + WEEK <= until)
    both = rows.join(until, "community")
    return both.filter(both[moment] + WEEK <= both.until).select(rows.columns)


def share(part: ir.NumericValue, whole: ir.NumericValue) -> ir.FloatingValue:
    """A part of a whole, and nothing of nothing.

    Args:
        part: How many.
        whole: Of how many, 0 or more.

    Returns:
        From 0 to 1; null when the whole is 0.

    Source:
        Arithmetic.
    """
    return part.cast("float64") / whole.nullif(0).cast("float64")
