"""Both sides beside each other: what each gets of all it expects, and what each gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.figure import percent
from mandorla.ledger.investments_page import Chosen, Figure, figure_of
from mandorla.ledger.words import KINDS as INVESTED
from mandorla.ledger.words import SIDES

if TYPE_CHECKING:
    from mandorla.core.give_get import SideGot
    from mandorla.ledger.give_get import GiveGet

WHY_NOT_RATED: Final = {
    "too_few_rated": gettext_lazy("Fewer than 5 rated some of it, so that is not shown."),
    "not_rated": gettext_lazy("Nobody rated what is delivered."),
}


@dataclass(frozen=True)
class Compared:
    """One line of the table of both sides."""

    label: str
    cells: tuple[Figure, ...]


def gets_of(found: GiveGet) -> list[Compared]:
    """What each side gets, all together."""
    worth = reverse("ledger:worth", args=[found.community.slug])
    sides = [(side, found.sides[side]) for side in SIDES]
    return [
        Compared(_("gets, by its own word"), tuple(_rated(found, *one) for one in sides)),
        Compared(_("of its weight is shown"), tuple(_shown(found, got) for _side, got in sides)),
        Compared(
            _("brought to it, confirmed"),
            tuple(
                Figure(found.worth[side].worth or _("nothing in money yet"), "", worth)
                for side in SIDES
            ),
        ),
    ]


def _rated(found: GiveGet, side: str, got: SideGot | None) -> Figure:
    if got is None:
        return _not_there(found)
    if got.unrated >= 1:
        return Figure(_("not rated"), str(WHY_NOT_RATED.get(found.reasons[side], "")))
    detail = _("{missing} missing").format(missing=percent(got.missing))
    if round(got.unrated, 9):
        unrated = _("{unrated} not rated").format(unrated=percent(got.unrated))
        detail = f"{detail}, {unrated}"
    return Figure(percent(got.got), detail)


def _not_there(found: GiveGet) -> Figure:
    return Figure(_("not weighed yet") if found.shown is None else _("not shown"))


def _shown(found: GiveGet, got: SideGot | None) -> Figure:
    if got is None:
        return _not_there(found)
    return Figure(percent(got.shown), _("by a confirmed story, or an outcome at its target"))


def gives_of(found: GiveGet) -> list[Compared]:
    """What each side gave, as a whole and by kind; only kinds that somebody gave."""
    balanced, column = found.balanced, found.balanced.actual
    address = reverse("ledger:investments", args=[found.community.slug])

    def figure(total: Any, chosen: Chosen) -> Figure:
        said = figure_of(total, balanced, chosen) if total else Figure()
        if not said.words:
            return Figure("–")
        return Figure(said.words, said.detail, address + said.address)

    whole = tuple(figure(column.sides[side], Chosen(side, state="actual")) for side in SIDES)
    if not column.whole.rows:
        return []
    return [
        Compared(_("in all"), whole),
        *(
            Compared(
                str(label),
                tuple(
                    figure(column.cells.get((side, kind)), Chosen(side, kind, "actual"))
                    for side in SIDES
                ),
            )
            for kind, label in INVESTED.items()
            if any((side, kind) in column.cells for side in SIDES)
        ),
    ]
