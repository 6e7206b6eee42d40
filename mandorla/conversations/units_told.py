"""Units and pairs of units as pages and programs are told of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.conversations.health_words import shown
from mandorla.people.models import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.communities.models import Community

MOST_PAIRS: Final = 100
ROLES: Final = {  # of `mandorla.core.brokerage`
    "coordinator": gettext_lazy("two of their own unit"),
    "gatekeeper": gettext_lazy("others with their own unit"),
    "representative": gettext_lazy("their own unit with others"),
    "consultant": gettext_lazy("two of one other unit"),
    "liaison": gettext_lazy("two other units"),
}


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
    """A unit and how its people are tied; figures as people read them.

    Attributes:
        name: Of the unit.
        people: How many, five or more.
        internal: Ties within it.
        external: Ties with others.
        index: Of these two.
        roles: By whom they connect, how often its people connect two who have no tie themselves.
    """

    name: str
    people: int
    internal: str
    external: str
    index: str
    roles: dict[str, str]


@dataclass(frozen=True)
class UnitsTold:
    """How units talk, as lines.

    Attributes:
        units: The units, the most closed first.
        cracks: Pairs of units that surely talk less than expected, the surest first.
        pairs: The other pairs.
    """

    units: list[UnitLine]
    cracks: list[PairLine]
    pairs: list[PairLine]


def read_units(talk: Mapping[str, Any], communities: Mapping[int, Community]) -> UnitsTold:
    """What was kept of how units talk.

    Args:
        talk: As a snapshot keeps it.
        communities: Those that may be named as bridges.
    """
    names: dict[int | None, str] = {**Unit.objects.paths(), None: _("other units")}
    pairs = [(one["is_crack"], _pair(one, names, communities)) for one in talk.get("pairs", [])]
    return UnitsTold(
        units=[_unit(one, names) for one in sorted(talk.get("units", []), key=_openness)],
        cracks=[line for is_crack, line in pairs if is_crack],
        pairs=[line for is_crack, line in pairs if not is_crack][:MOST_PAIRS],
    )


def _openness(one: Mapping[str, Any]) -> tuple[bool, float]:
    """For the order of units: the most closed first, those that are not told last."""
    return one["ei_index"] is None, one["ei_index"] or 0.0


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
            for bridge in one.get("bridges", ())
            if bridge["community"] in communities
        ],
    )


def _name(unit: int | None, names: Mapping[int | None, str]) -> str:
    return names.get(unit, _("a unit that is gone"))


def _unit(one: Mapping[str, Any], names: Mapping[int | None, str]) -> UnitLine:
    counts = one.get("brokers", {})
    return UnitLine(
        name=_name(one["unit"], names),
        people=one["people"],
        internal=shown("internal", one["internal"]),
        external=shown("external", one["external"]),
        index=shown("ei_index", one["ei_index"]),
        roles={str(words): shown("brokers", counts.get(key)) for key, words in ROLES.items()},
    )
