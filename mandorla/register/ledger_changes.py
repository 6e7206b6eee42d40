"""What one of our own files adds to the ledger of a community that is here."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy

from mandorla.ledger.reentry import numbers_here
from mandorla.register.ledger_rows import renamed

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from mandorla.communities.models import Community
    from mandorla.register.found import FoundCommunity, FoundPerson

LEDGER_KINDS: Final = ("investments", "measures", "stories")
DIFFERS: Final = {
    "measures": gettext_lazy("{name}: measure {number} says something else here, and stays"),
    "stories": gettext_lazy("{name}: story {number} says something else here, and stays"),
}


def new_in_ledger(
    community: Community, here: FoundCommunity, wanted: FoundCommunity, notes: list[str]
) -> FoundCommunity:
    """The community with only what is not here yet of its ledger.

    A measure goes on being read and a story belongs to who told it, so those that are here stay;
    of rows of what is put in, as many of a kind are new as the file has more of.
    """
    taken = numbers_here(community)
    new: dict[str, Any] = {"investments": _more(here.investments, wanted.investments)}
    for kind, sentence in DIFFERS.items():
        known = {one.number: one for one in getattr(here, kind)}
        found = getattr(wanted, kind)
        new[kind] = tuple(one for one in found if one.number not in taken[kind])
        notes += [
            str(sentence).format(name=wanted.name, number=one.number)
            for one in found
            if one.number in taken[kind] and known.get(one.number) != one
        ]
    return replace(wanted, **new)


def ledger_as_known(
    found: FoundCommunity,
    known: Callable[[FoundPerson], FoundPerson],
    objectives: Container[tuple[str, ...]],
) -> dict[str, Any]:
    """The ledger of a file with people named as they are here, and objectives that are here."""
    named = {kind: renamed(getattr(found, kind), known) for kind in LEDGER_KINDS}
    named["stories"] = tuple(
        replace(one, objectives=tuple(path for path in one.objectives if path in objectives))
        for one in named["stories"]
    )
    return named


def _more(here: tuple[Any, ...], wanted: tuple[Any, ...]) -> tuple[Any, ...]:
    left = Counter(here)
    more = []
    for one in wanted:
        if left[one]:
            left[one] -= 1
        else:
            more.append(one)
    return tuple(more)
