"""The strategy beside the communities that serve it: who serves what, and what nobody serves.

A community serves an objective when an expectation that is in use there does. An objective counts
as served when it or any of its parts is; communities that have closed serve nothing any more.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Lower

from mandorla.base.prepared import prepared
from mandorla.base.web import Page, paged
from mandorla.communities.models import Community
from mandorla.ledger.brought import Brought, read_brought, read_inside
from mandorla.strategy.models import Objective
from mandorla.strategy.tree import Branch, read_tree
from mandorla.value.models import Expectation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandorla.communities.models.community import CommunityQuerySet
    from mandorla.people.models import Person
    from mandorla.strategy.models.objective import ObjectiveQuerySet
    from mandorla.value.models.expectation import ExpectationQuerySet


@dataclass(frozen=True)
class Row:
    """An objective in the tree, and how many communities serve it or any of its parts."""

    branch: Branch
    communities: int


@dataclass(frozen=True)
class Strategy:
    """The whole strategy.

    Attributes:
        rows: The objectives in their order; with retired ones when they were asked for.
        current: How many are not retired.
        retired: How many are.
        unserved: How many current ones no community serves.
        idle: How many current communities serve no objective.
        communities: How many current communities there are.
    """

    rows: list[Row]
    current: int
    retired: int
    unserved: int
    idle: int
    communities: int


@dataclass(frozen=True)
class Place:
    """Where an objective stands.

    Attributes:
        above: What it is a part of, from the top down.
        parts: All its parts, each below what it is a part of, also those that are retired.
        counted: The ids of it and of the parts whose communities count as its own.
    """

    above: list[Branch]
    parts: list[Row]
    counted: list[int]


@dataclass(frozen=True)
class Serving:
    """A community that serves an objective or a part of it.

    Attributes:
        name: Its name.
        url: Its page.
        by: By which expectations.
        brought: What all of it brought; nobody knows which part of that served the objective.
    """

    name: str
    url: str
    by: tuple[str, ...]
    brought: Brought


def read_strategy(*, person: Person, with_retired: bool) -> Strategy:
    """Read the strategy for somebody, in five queries."""
    tree = read_tree(person=person, with_retired=True)
    rows = _rows(tree)
    current = [row for row in rows if not row.branch.is_retired]
    return Strategy(
        rows=rows if with_retired else current,
        current=len(current),
        retired=len(rows) - len(current),
        unserved=sum(not row.communities for row in current),
        idle=idle_communities(person).count(),
        communities=Community.objects.visible_to(person).current().count(),
    )


def read_place(objective: Objective, *, person: Person) -> Place:
    """What an objective is a part of, and its parts, in two queries."""
    rows = {row.branch.pk: row for row in _rows(read_tree(person=person, with_retired=True))}
    above = []
    up = objective.parent_id
    while up is not None:
        above.append(rows[up].branch)
        up = rows[up].branch.parent
    below, counted, parts = {objective.pk}, [objective.pk], []
    for pk, row in rows.items():
        if row.branch.parent in below:
            below.add(pk)
            parts.append(row)
            counted += [] if row.branch.is_retired else [pk]
    return Place(above=above[::-1], parts=parts, counted=counted)


def unserved_objectives(person: Person) -> ObjectiveQuerySet:
    """Current objectives that no community serves, neither themselves nor by a part."""
    rows = _rows(read_tree(person=person))
    unserved = [row.branch.pk for row in rows if not row.communities]
    return Objective.objects.filter(pk__in=unserved)


def read_unserved(person: Person, *, number: int) -> Page[Branch]:
    """One page of the objectives that no community serves, by name."""
    found = paged(unserved_objectives(person).order_by("name", "pk"), number=number)
    branches = {branch.pk: branch for branch in read_tree(person=person)}
    here = [objective.pk for objective in found.rows if objective.pk in branches]
    return found.showing([branches[pk] for pk in here])


def idle_communities(person: Person) -> CommunityQuerySet:
    """Current communities that serve no current objective, by name."""
    serves = in_use().filter(
        community=OuterRef("pk"), objectives__isnull=False, objectives__retired_at=None
    )
    communities = Community.objects.visible_to(person).current()
    return communities.filter(~Exists(serves)).order_by(Lower("name"), "pk")


def serving_communities(objectives: Iterable[int], *, person: Person) -> CommunityQuerySet:
    """Current communities that serve any of these objectives, by name."""
    serves = in_use().filter(community=OuterRef("pk"), objectives__in=list(objectives))
    communities = Community.objects.visible_to(person).current()
    return communities.filter(Exists(serves)).order_by(Lower("name"), "pk")


def read_serving(wanted: list[int], *, person: Person, number: int) -> Page[Serving]:
    """One page of the communities that serve any of these objectives."""
    found = paged(serving_communities(wanted, person=person), number=number)
    by: dict[int, dict[str, None]] = {community.pk: {} for community in found.rows}
    expected = in_use().filter(community__in=by, objectives__in=wanted).order_by("position", "pk")
    for community, text in expected.values_list("community_id", "text"):
        by[community][text] = None
    inside = read_inside(list(by), reader=person)
    brought = read_brought(list(by), inside=inside)
    rows = [
        Serving(
            community.name,
            community.get_absolute_url(),
            tuple(by[community.pk]),
            brought.get(community.pk, Brought()),
        )
        for community in found.rows
    ]
    return found.showing(rows)


def in_use() -> ExpectationQuerySet:
    """Expectations that are weighed now."""
    return Expectation.objects.filter(dropped_at=None)


def _rows(tree: list[Branch]) -> list[Row]:
    serving = _serving()
    for branch in reversed(tree):  # parts come after what they are a part of
        if branch.parent is not None and not branch.is_retired:
            serving[branch.parent] |= serving[branch.pk]
    return [Row(branch, len(serving[branch.pk])) for branch in tree]


def _serving() -> dict[int, set[int]]:
    """The current communities that serve each objective itself, by id."""
    found: dict[int, set[int]] = defaultdict(set)
    serving = in_use().exclude(community__status="closed").exclude(objectives=None).order_by()
    for objective, community in serving.values_list("objectives", "community").distinct():
        found[objective].add(community)
    return found


@dataclass(frozen=True)
class Behind:
    """How many current objectives there are, and how many have no community behind them."""

    current: int
    unserved: int


def count_behind() -> Behind:
    """How much of the strategy has somebody behind it, without who that is; in one query."""
    rows = _served()
    parents = {pk: parent for pk, parent, _is_served in rows}
    served: set[int] = set()
    for pk, _parent, is_served in rows:
        up = pk if is_served else None
        while up in parents and up not in served:
            served.add(up)
            up = parents[up]
    return Behind(current=len(rows), unserved=len(rows) - len(served))


@prepared
def _served() -> QuerySet[Objective, tuple[int, int | None, bool]]:
    serving = in_use().filter(objectives=OuterRef("pk")).exclude(community__status="closed")
    current = Objective.objects.current().annotate(is_served=Exists(serving))
    return current.order_by().values_list("pk", "parent", "is_served")
