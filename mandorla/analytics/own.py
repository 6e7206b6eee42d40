"""The ties around one person, for that person alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


def around(replied: ir.Table, *, author: int) -> ir.Table:
    """Who answered whom, as far as it touches one author or somebody they are tied to.

    Args:
        replied: From `mandorla.analytics.replies.replies`.
        author: The number of one author.

    Returns:
        Of each `author` and `to`: how many `replies`. It holds every tie of the author and every
        tie of those they are tied to, which is what constraint and effective size rest on.

    Source:
        A filter. It is never shown; figures of the one author are, to them.
    """
    heard = replied.filter(replied.to == author).select(one="author")
    said = replied.filter(replied.author == author).select(one="to")
    near = heard.union(said, distinct=True)
    touches = (
        (replied.author == author)
        | (replied.to == author)
        | replied.author.isin(near.one)
        | replied.to.isin(near.one)
    )
    found = replied.filter(touches)
    return found.group_by("author", "to").agg(replies=found.count())
