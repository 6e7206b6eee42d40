"""Which figures are made of conversations, who sees each, and what keeps it from telling on few.

A module that makes figures of posts declares them here, and they stand on the data-use page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Figure:
    """Something that somebody can read because conversations were imported.

    Attributes:
        name: What it is called on pages.
        made_of: What goes into it.
        seen_by: Who can read it.
        guarded_by: What keeps it from telling on a few people.
    """

    name: str | _StrPromise
    made_of: str | _StrPromise
    seen_by: str | _StrPromise
    guarded_by: str | _StrPromise


_figures: list[Figure] = [
    Figure(
        _("Counts of an import"),
        _("messages, posts, authors and what was left out, of a whole file"),
        _("those who run one of its communities, and program managers"),
        _("no count by person is made"),
    ),
    Figure(
        _("The event of an import"),
        _("the number of new posts of a community"),
        _("whoever reads the history of the community"),
        _("one number for a whole import"),
    ),
    Figure(
        _("Health of a community, by month"),
        _("who wrote when and answered whom, added up; who led on the day they wrote"),
        _("whoever may see the community"),
        _(
            "of months in which fewer than five people wrote nothing is kept; units of fewer count "
            "together; of fewer than five newcomers or leaders nothing is shown"
        ),
    ),
    Figure(
        _("How the units of a community talk"),
        _("who answered whom in three months, and the unit of each on that day"),
        _("whoever may see the community"),
        _("units of fewer than five people are put together, pairs of fewer are hidden"),
    ),
    Figure(
        _("How the units of the organization talk, and which communities bridge them"),
        _("who answered whom in a year, and the unit of each on that day"),
        _("program managers and auditors"),
        _("units of fewer than five people are put together, pairs of fewer are hidden"),
    ),
    Figure(
        _("How somebody is tied themselves: constraint and effective size"),
        _("who answered whom in a year, in the communities they wrote in"),
        _("they alone, when they ask for it"),
        _("it is worked out at that moment and kept nowhere; of fewer than five contacts nothing"),
    ),
]


def declare(figures: Iterable[Figure]) -> None:
    """Make figures known; called once, when a module is loaded."""
    known = {one.name for one in _figures}
    _figures.extend(one for one in figures if one.name not in known)


def all_figures() -> list[Figure]:
    """Every figure that is made of conversations."""
    return list(_figures)
