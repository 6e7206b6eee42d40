"""How soon those who begin a thread hear from somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mandorla.analytics.participation import CELL
from mandorla.analytics.posts import WEEK, month_of, share, week_old

if TYPE_CHECKING:
    import ibis.expr.types as ir

HOUR: Final = 3_600.0


def responses(posts: ir.Table, *, until: int | ir.Table) -> ir.Table:
    """How soon threads that begin in a month are answered, and how many are not.

    Args:
        posts: From `mandorla.analytics.posts.counted`.
        until: The second up to which posts are known, or a table that says it of each community
            as `until`; a thread that did not begin at least a week before is left out, so that a
            month that has just ended can be compared.

    Returns:
        Of each `community` and `month` in which such threads began: `threads`, how many were
        `answered` within seven days, `unanswered_share`, and of those that were, the hours until
        the first answer as `response_median` and `response_p90`. A thread begins with its first
        post; its answer is the first post of anybody else. What begins with an answer to a post
        that is not there began elsewhere, and is left out.

    Source:
        CHAOSS, time to first response. A quantile lies between the two nearest ranks, in
        proportion. That a week decides is our default.
    """
    threads = posts.group_by("community", "thread").agg(
        begun=posts.second.min(),
        lowest=posts.author.min(),
        highest=posts.author.max(),
        asked=posts.second.min(where=posts.reply_to.isnull()),
    )
    threads = threads.filter(threads.asked == threads.begun).drop("asked")
    threads = week_old(threads, moment="begun", until=until)
    threads = threads.mutate(month=month_of(threads.begun))
    answers = _answers(posts, threads)
    waited = (answers.answered_at - answers.begun).cast("float64") / HOUR
    soon = answers.mutate(waited=waited).filter(answers.answered_at - answers.begun <= WEEK)
    counts = soon.group_by(*CELL).agg(
        answered=soon.count(),
        response_median=soon.waited.quantile(0.5),
        response_p90=soon.waited.quantile(0.9),
    )
    asked = threads.group_by(*CELL).agg(threads=threads.count())
    both = asked.left_join(counts, list(CELL))
    both = both.select(
        *CELL,
        "threads",
        "response_median",
        "response_p90",
        answered=both.answered.fill_null(0),
    )
    return both.mutate(unanswered_share=share(both.threads - both.answered, both.threads))


def _answers(posts: ir.Table, threads: ir.Table) -> ir.Table:
    """Of threads in which several people wrote, when the second of them did.

    Of when each wrote first, the earliest is who began; the next one is the answer. When two
    began at the same second, one answers the other at once.
    """
    import ibis  # slow import

    several = threads.filter(threads.lowest != threads.highest)
    several = several.select("community", "thread", "month", "begun")
    own = posts.select("community", "thread", "author", "second")
    rows = own.join(several, ["community", "thread"])
    began = rows.group_by("community", "thread", "author", "month", "begun").agg(
        second=rows.second.min()
    )
    later = (began.second > began.begun).ifelse(began.second, None)
    found = began.group_by("community", "thread", "month", "begun").agg(
        next=later.min(), at_once=(began.second == began.begun).cast("int64").sum()
    )
    return found.mutate(answered_at=ibis.ifelse(found.at_once > 1, found.begun, found.next))
