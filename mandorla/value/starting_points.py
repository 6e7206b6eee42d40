"""What expectations can begin with: the forces of the charter, and the catalogue that ships."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mandorla.communities.models import Charter, Force
from mandorla.communities.models.charter_parts import FORCES
from mandorla.value.catalogue import ShippedExpectation, shipped_expectations

if TYPE_CHECKING:
    from collections.abc import Collection

    from mandorla.communities.models import Community
    from mandorla.people.models import Person
    from mandorla.value.models import Expectation

LEVEL_OF_FORCE: Final = {"benefit": "organization", "concern": "group", "payoff": "person"}


@dataclass(frozen=True)
class Beginning:
    """An entry of the charter to begin an expectation with.

    Attributes:
        label: Which force it is an entry of.
        taken: The expectation that began as it, or says the same.
    """

    pk: int
    text: str
    level: str
    label: str
    taken: Expectation | None


@dataclass(frozen=True)
class Beginnings:
    """The forces of the newest version of the charter that the reader may see."""

    charter: Charter | None
    entries: tuple[Beginning, ...]


@dataclass(frozen=True)
class Entry:
    """An entry of the catalogue, and whether it is among the expectations."""

    shipped: ShippedExpectation
    is_taken: bool


@dataclass(frozen=True)
class Shelf:
    """The catalogue beside what is chosen.

    Attributes:
        suited: Entries that suit the archetype of the community.
        others: All others, or those that were searched for.
    """

    suited: tuple[Entry, ...]
    others: tuple[Entry, ...]


def _newest_charter(community: Community, person: Person) -> Charter | None:
    charters = Charter.objects.visible_to(person).filter(community=community)
    return charters.order_by("-version").first()


def read_beginnings(
    community: Community, current: Collection[Expectation], *, person: Person
) -> Beginnings:
    """What the newest charter says of benefits, concerns and payoffs; two queries.

    Args:
        community: Whose charter.
        current: The current expectations of the community.
        person: Who looks; a draft is read to those who may see it.
    """
    charter = _newest_charter(community, person)
    if charter is None:
        return Beginnings(charter=None, entries=())
    begun = {e.begun_as: e for e in current if e.begun_as}
    worded = {e.text.casefold(): e for e in current}
    kinds = list(LEVEL_OF_FORCE)
    forces = sorted(charter.forces.all(), key=lambda f: (kinds.index(f.kind), f.position, f.pk))
    return Beginnings(
        charter=charter,
        entries=tuple(
            Beginning(
                pk=force.pk,
                text=force.text,
                level=LEVEL_OF_FORCE[force.kind],
                label=str(FORCES[force.kind]),
                taken=begun.get(force.text) or worded.get(force.text.casefold()),
            )
            for force in forces
        ),
    )


def begun_with(community: Community, force: int | None, *, person: Person) -> str:
    """The text of an entry of the newest charter; empty when it has none with this number."""
    charter = _newest_charter(community, person)
    if charter is None or force is None:
        return ""
    found: Force | None = charter.forces.filter(pk=force).first()
    return found.text if found else ""


def read_shelf(community: Community, current: Collection[Expectation], *, words: str) -> Shelf:
    """The catalogue for a community, searched for words when there are any; no query.

    Args:
        community: Its archetype says what is offered first.
        current: Its current expectations.
        words: What to search all entries for.
    """
    taken = {expectation.key for expectation in current}
    entries = [
        Entry(shipped, is_taken=shipped.key in taken) for shipped in shipped_expectations().values()
    ]
    suited = [entry for entry in entries if community.archetype in entry.shipped.suits]
    if words:
        others = [entry for entry in entries if entry.shipped.is_named(words)]
    else:
        others = [entry for entry in entries if entry not in suited]
    return Shelf(suited=tuple(suited), others=tuple(others))
