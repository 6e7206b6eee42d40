"""How units talk across all communities, as the program's page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.communities.models import Community
from mandorla.conversations.health_words import shown
from mandorla.conversations.models import ProgramSnapshot
from mandorla.conversations.network_told import REASONS
from mandorla.conversations.units_told import UnitsTold, read_units
from mandorla.core.health import SURE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from mandorla.people.models import Person


@dataclass(frozen=True)
class SharedLine:
    """Two communities and the people they have in common."""

    one: Community
    other: Community
    people: int
    overlap: str


@dataclass(frozen=True)
class Program(UnitsTold):
    """How units talk across all communities.

    Attributes:
        month: The first day of the last month of the year that was looked at.
        sentence: What is true of all of them.
        shared: Communities that share people.
    """

    month: date
    sentence: str
    shared: list[SharedLine]


def read_program(person: Person) -> Program | None:
    """The newest year that was worked out; None when nothing was imported.

    Args:
        person: Who looks; communities that they may not see are left out.
    """
    found = ProgramSnapshot.objects.newest()
    if found is None:
        return None
    communities = _communities(person, found)
    told = read_units(found.talk, communities)
    return Program(
        month=found.month_on,
        sentence=_sentence(found.people, found.talk),
        units=told.units,
        cracks=told.cracks,
        pairs=told.pairs,
        shared=_shared(found.shared, communities),
    )


def _communities(person: Person, found: ProgramSnapshot) -> dict[int, Community]:
    named = {
        bridge["community"] for pair in found.talk.get("pairs", []) for bridge in pair["bridges"]
    }
    named |= {one[end] for one in found.shared for end in ("one", "other")}
    return Community.objects.visible_to(person).in_bulk(named)


def _sentence(people: int, talk: Mapping[str, Any]) -> str:
    if "ei_index" not in talk:
        return _("Nothing can be said about units. {why}").format(why=REASONS[talk["reason"]])
    said = ngettext(
        "{people} person answered somebody or was answered.",
        "{people} people answered each other.",
        people,
    ).format(people=f"{people:,}")
    index, expected = shown("ei_index", talk["ei_index"]), shown("ei_index", talk["ei_expected"])
    if talk["p_value"] > SURE:
        meaning = _("They did so across units as chance would have it")
    elif talk["ei_index"] < talk["ei_expected"]:
        meaning = _("They kept to their own units more than chance explains")
    else:
        meaning = _("They did so across units more than chance explains")
    against = _("E-I index {index}, by chance {expected}").format(index=index, expected=expected)
    return f"{said} {meaning}: {against}."


def _shared(
    rows: Sequence[Mapping[str, Any]], communities: Mapping[int, Community]
) -> list[SharedLine]:
    return [
        SharedLine(
            communities[row["one"]],
            communities[row["other"]],
            row["people"],
            f"{round(row['overlap'] * 100)}%",
        )
        for row in rows
        if row["one"] in communities and row["other"] in communities
    ]
