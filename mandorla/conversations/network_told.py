"""A network in words and as data."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mandorla.core.network import Network

TOLD: Final = 10  # cracks
REASONS: Final = {
    "no_units": gettext_lazy("It is not known of anybody which unit they are of."),
    "one_unit": gettext_lazy("Everybody whose unit is known is of the same one."),
    "no_ties": gettext_lazy("Nobody whose unit is known has a tie to somebody else of whom it is."),
    "too_few": gettext_lazy(
        "Too few people are of each unit: with units of fewer than five people folded up, only one "
        "is left."
    ),
}


def as_data(found: Network, names: Sequence[str]) -> dict[str, Any]:
    """What may be told, for programs.

    Args:
        found: The network.
        names: What its units are called, by their places.
    """
    data: dict[str, Any] = {
        "people": found.people,
        "people_without_unit": found.without_unit,
        "ties": found.ties,
    }
    if found.reason:
        return data | {"reason": str(REASONS[found.reason])}
    named = [*names, _("other units")]
    data |= {
        name: getattr(found, name)
        for name in ("ei_index", "ei_expected", "p_value", "draws", "blau", "blau_normalized")
    }
    if found.reciprocity is not None:
        data["reciprocity"] = found.reciprocity
    units = [asdict(one) | {"unit": named[one.unit]} for one in found.units]
    pairs = [
        {
            "one": named[pair.first],
            "other": named[pair.second],
            "ties": pair.ties,
            "expected": pair.expected,
            "p_value": pair.p_value,
            "crack": pair.is_crack,
        }
        for pair in found.pairs
    ]
    return data | {"units": units, "pairs": pairs}


def lines(found: Network, names: Sequence[str]) -> Iterator[str]:
    """What may be told, as sentences."""
    people = ngettext("{count} person", "{count} people", found.people)
    ties = ngettext("{count} tie", "{count} ties", found.ties)
    yield f"{people.format(count=found.people)}, {ties.format(count=found.ties)}."
    if found.without_unit:
        yield ngettext(
            "{count} of them has no unit and counts for nothing below.",
            "{count} of them have no unit and count for nothing below.",
            found.without_unit,
        ).format(count=found.without_unit)
    if found.reason:
        yield _("Nothing can be said about units. {why}").format(why=REASONS[found.reason])
        return
    yield _("E-I index {index}; chance would give {expected} (p {p}). {meaning}").format(
        index=_number(found.ei_index),
        expected=_number(found.ei_expected),
        p=_number(found.p_value, 4),
        meaning=_meaning(found),
    )
    yield _("Mix of units (Blau) {blau}.").format(blau=_number(found.blau))
    named = [*names, _("other units")]
    cracks = [pair for pair in found.pairs if pair.is_crack]
    yield ngettext(
        "{count} pair of units surely talks less than expected.",
        "{count} pairs of units surely talk less than expected.",
        len(cracks),
    ).format(count=len(cracks))
    for pair in cracks[:TOLD]:
        ties = _("between few people") if pair.ties is None else number_format(pair.ties)
        yield _("  {one} – {other}: {ties}, expected {expected}").format(
            one=named[pair.first],
            other=named[pair.second],
            ties=ties,
            expected=_number(pair.expected, 1),
        )
    if len(cracks) > TOLD:
        yield _("  … and {count} more.").format(count=len(cracks) - TOLD)


def _meaning(found: Network) -> str:
    index, expected = found.ei_index or 0.0, found.ei_expected or 0.0
    if (found.p_value or 0.0) > 0.05:
        return _("That is what chance could give.")
    if index < expected:
        return _("People keep to their own units more than chance would have it.")
    return _("People talk across units more than chance would have it.")


def _number(value: float | None, digits: int = 3) -> str:
    return number_format(round(value or 0.0, digits), decimal_pos=digits)
