"""A thread as plain values, and as lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mandorla.ledger.thread import Knot, Thread
    from mandorla.ledger.threads import Key


def as_data(thread: Thread) -> dict[str, Any]:
    """What hangs above and below one thing; each thing by its kind and id."""
    return {
        "start": _named(thread.start.key),
        "stretches": [
            {
                "kind": part.kind,
                "label": part.label,
                "knots": [_knot(knot) for knot in part.knots],
                "more": part.more,
            }
            for part in thread.stretches
        ],
        "links": [{"above": _named(up), "below": _named(down)} for up, down in thread.links],
        "missing": list(thread.missing),
        "is_whole": thread.is_whole,
    }


def as_lines(thread: Thread) -> Iterator[str]:
    """A thread as a person reads it in a terminal, from the strategy down to what was said."""
    yield _("The thread of {title}").format(title=thread.start.title)
    for part in thread.stretches:
        yield ""
        yield f"{part.label}:"
        for knot in part.knots:
            yield f"{'*' if knot.is_start else ' '} {knot.title}"
            yield f"    {_beside(knot)}"
        if part.more:
            yield "  " + _("and {more} more").format(more=part.more)
    for sentence in thread.missing:
        yield ""
        yield sentence
    if not thread.is_whole:
        yield ""
        yield _("More hangs here than can be followed: of each kind, two hundred are.")


def _beside(knot: Knot) -> str:
    """Its day and its units, how one walks on from it, and what it hangs on."""
    kind, pk = knot.key
    day = date_format(knot.on, "j F Y") if knot.on else ""
    said = " · ".join(one for one in (f"{kind} {pk}", day, knot.detail) if one)
    if not knot.hangs_on:
        return said
    titles = ", ".join(f"“{title}”" for title in knot.hangs_on)
    return f"{said} · {_('hangs on')} {titles}"


def _knot(knot: Knot) -> dict[str, Any]:
    return {
        **_named(knot.key),
        "title": knot.title,
        "on": knot.on.isoformat() if knot.on else None,
        "detail": knot.detail,
        "units": list(knot.units),
        "address": knot.address,
    }


def _named(key: Key) -> dict[str, Any]:
    kind, pk = key
    return {"kind": kind, "id": pk}
