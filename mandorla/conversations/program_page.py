"""How units talk across all communities, as the program's page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.communities.models import Community
from mandorla.conversations.health_words import shown
from mandorla.conversations.models import ProgramSnapshot
from mandorla.conversations.network_told import REASONS
from mandorla.core.health import SURE
from mandorla.people.models import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from mandorla.people.models import Person

MOST_PAIRS: Final = 100


@dataclass(frozen=True)
class Bridge:
    """A community that two units talk in, and its part of that, as people read it."""

    community: Community
    share: str


@dataclass(frozen=True)
class PairLine:
    """Two units and how they talk.

    Attributes:
        one: The name of a unit.
        other: The name of the other.
        ties: How many pairs of people do; words where they are few.
        expected: How many would, if ties across units were spread alike.
        bridges: The communities they talk in.
    """

    one: str
    other: str
    ties: str
    expected: str
    bridges: list[Bridge]


@dataclass(frozen=True)
class UnitLine:
    """A unit and how its people are tied; figures as people read them."""

    name: str
    people: int
    internal: str
    external: str
    index: str


@dataclass(frozen=True)
class SharedLine:
    """Two communities and the people they have in common."""

    one: Community
    other: Community
    people: int
    overlap: str


@dataclass(frozen=True)
class Program:
    """How units talk.

    Attributes:
        month: The first day of the last month of the year that was looked at.
        sentence: What is true of all of them.
        cracks: Pairs of units that surely talk less than expected, the surest first.
        pairs: The other pairs.
        units: The units, the most closed first.
        shared: Communities that share people.
    """

    month: date
    sentence: str
    cracks: list[PairLine]
    pairs: list[PairLine]
    units: list[UnitLine]
    shared: list[SharedLine]


def read_program(person: Person) -> Program | None:
    """The newest year that was worked out; None when nothing was imported.

    Args:
        person: Who looks; communities that they may not see are left out.
    """
    found = ProgramSnapshot.objects.newest()
    if found is None:
        return None
    talk = found.talk
    communities = _communities(person, found)
    names: dict[int | None, str] = {**Unit.objects.paths(), None: _("other units")}
    pairs = [(one["is_crack"], _pair(one, names, communities)) for one in talk.get("pairs", [])]
    units = sorted(
        talk.get("units", []), key=lambda one: (one["ei_index"] is None, one["ei_index"])
    )
    return Program(
        month=found.month_on,
        sentence=_sentence(found.people, talk),
        cracks=[line for is_crack, line in pairs if is_crack],
        pairs=[line for is_crack, line in pairs if not is_crack][:MOST_PAIRS],
        units=[_unit(one, names) for one in units],
        shared=_shared(found.shared, communities),
    )


def _openness(one: Mapping[str, Any]) -> tuple[bool, float]:
    """For the order of units: the most closed first, those that are not told last."""
    return one["ei_index"] is None, one["ei_index"] or 0.0


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


def _pair(
    one: Mapping[str, Any], names: Mapping[int | None, str], communities: Mapping[int, Community]
) -> PairLine:
    return PairLine(
        one=_name(one["first"], names),
        other=_name(one["second"], names),
        ties=_("few people") if one["ties"] is None else f"{one['ties']:,}",
        expected=shown("expected", round(one["expected"])),
        bridges=[
            Bridge(communities[bridge["community"]], f"{round(bridge['share'] * 100)}%")
            for bridge in one["bridges"]
            if bridge["community"] in communities
        ],
    )


def _name(unit: int | None, names: Mapping[int | None, str]) -> str:
    return names.get(unit, _("a unit that is gone"))


def _unit(one: Mapping[str, Any], names: Mapping[int | None, str]) -> UnitLine:
    return UnitLine(
        name=_name(one["unit"], names),
        people=one["people"],
        internal=shown("internal", one["internal"]),
        external=shown("external", one["external"]),
        index=shown("ei_index", one["ei_index"]),
    )


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
