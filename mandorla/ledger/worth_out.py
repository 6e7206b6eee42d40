"""What a community brought as plain values, and as lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mandorla.ledger.worth_page import Line, Sum, WorthPage


def as_data(page: WorthPage) -> dict[str, Any]:
    """All that the page says; a range that nothing is behind is None."""
    is_known = bool(page.confirmed.of)
    low, high = page.ratio if page.ratio and is_known else (None, None)
    return {
        "worked_out_at": page.at.isoformat() if page.at else None,
        "currency": page.currency,
        "confirmed": _range(page.confirmed),
        "unconfirmed": _range(page.unconfirmed),
        "cost": _range(page.cost),
        "return_low": low,
        "return_high": high,
        "chance": page.chance if is_known else None,
        "without_outlier": _range(page.without) if page.without else None,
        "sides": _lines(page.sides),
        "kinds": _lines(page.kinds),
        "years": _lines(page.years),
        "not_money": page.not_money,
        "sentences": list(_said(page)),
        "is_whole": page.is_whole,
        "missing": list(page.missing),
    }


def as_lines(page: WorthPage) -> Iterator[str]:
    """What the page says as a person reads it in a terminal."""
    yield from _said(page)
    if page.is_empty:
        yield _("Nothing was claimed, and nothing put in.")
    for label, lines in (
        (_("Side"), page.sides),
        (_("Kind"), page.kinds),
        (_("Year"), page.years),
    ):
        if lines:
            yield ""
            yield f"{label}, {page.currency}:" if page.currency else f"{label}:"
        for line in lines:
            yield f"  {line.label}: {_figures(line)}"
    if page.missing:
        yield ""
        yield _("Not counted:")
        yield from (f"  {sentence}" for sentence in page.missing)


def _said(page: WorthPage) -> Iterator[str]:
    """The headline, the odds, the return and what is left without an outlier, as on the page."""
    if page.is_empty:
        return
    confirmed = _("Confirmed by those who benefited: {worth} {currency}.")
    nothing = _("Nothing that was claimed is confirmed yet.")
    of = {"worth": page.confirmed.words, "currency": page.currency}
    yield confirmed.format(**of) if page.confirmed.of else nothing
    for sentence in (page.chance_words, page.return_words):
        if sentence:
            yield sentence
    if page.without:
        without = _("One claim is more than all others together. Without it: {worth} {currency}.")
        yield without.format(worth=page.without.words, currency=page.currency)


def _figures(line: Line) -> str:
    said = _("{confirmed} confirmed, {unconfirmed} claimed beside it").format(
        confirmed=line.confirmed.words, unconfirmed=line.unconfirmed.words
    )
    if line.cost is None:
        return said
    return _("{figures}, {cost} put in").format(figures=said, cost=line.cost.words)


def _lines(lines: Sequence[Line]) -> list[dict[str, Any]]:
    return [
        {
            "key": line.key,
            "label": line.label,
            "confirmed": _range(line.confirmed),
            "unconfirmed": _range(line.unconfirmed),
            "cost": _range(line.cost) if line.cost else None,
        }
        for line in lines
    ]


def _range(found: Sum) -> dict[str, Any] | None:
    if not found.of:
        return None
    return {"low": found.low, "middle": found.middle, "high": found.high, "of": found.of}
