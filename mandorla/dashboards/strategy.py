"""The strategy beside the communities that serve it: who serves what, and what nobody serves.

A community serves an objective when an expectation that is in use there does. An objective counts
as served when it or any of its parts is; communities that have closed serve nothing any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import Lower

from mandorla.base.web import Page, paged
from mandorla.communities.models import Community
from mandorla.strategy.models import Objective
from mandorla.strategy.tree import Branch, read_tree
from mandorla.value.models import Expectation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandorla.communities.models.community import CommunityQuerySet
    from mandorla.people.models import Person
    from mandorla.strategy.models.objective import ObjectiveQuerySet
    from mandorla.value.models.expectation import ExpectationQuerySet

Shown = TypeVar("Shown")


@dataclass(frozen=True)
class Row:
    """An objective in the tree, and who serves it.

    Attributes:
        branch: The objective in its place.
        communities: How many communities serve it itself.
        is_served: Whether one serves it or any of its parts.
    """

    branch: Branch
    communities: int
    is_served: bool


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
    """Where an objective stands: what it is a part of from the top down, and all its parts."""

    above: list[Branch]
    parts: list[Row]


@dataclass(frozen=True)
class Serving:
    """A community that serves an objective or a part of it, and by which expectations."""

    name: str
    url: str
    by: tuple[str, ...]


def read_strategy(*, person: Person, with_retired: bool) -> Strategy:
    """Read the strategy for somebody, in five queries."""
    tree = read_tree(person=person, with_retired=True)
    rows = _rows(tree)
    current = [row for row in rows if not row.branch.is_retired]
    return Strategy(
        rows=rows if with_retired else current,
        current=len(current),
        retired=len(rows) - len(current),
        unserved=sum(not row.is_served for row in current),
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
    found = {objective.pk}
    parts = []
    for pk, row in rows.items():
        if row.branch.parent in found:
            found.add(pk)
            parts.append(row)
    return Place(above=above[::-1], parts=parts)


def unserved_objectives(person: Person) -> ObjectiveQuerySet:
    """Current objectives that no community serves, neither themselves nor by a part."""
    rows = _rows(read_tree(person=person))
    unserved = [row.branch.pk for row in rows if not row.is_served]
    return Objective.objects.filter(pk__in=unserved)


def read_unserved(person: Person, *, number: int) -> Page[Branch]:
    """One page of the objectives that no community serves, by name."""
    branches = {branch.pk: branch for branch in read_tree(person=person)}
    found = paged(unserved_objectives(person).order_by("name", "pk"), number=number)
    return _with_rows(found, [branches[objective.pk] for objective in found.rows])


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
    rows = [
        Serving(community.name, community.get_absolute_url(), tuple(by[community.pk]))
        for community in found.rows
    ]
    return _with_rows(found, rows)


def _with_rows(page: Page[Any], rows: list[Shown]) -> Page[Shown]:
    return Page(rows=rows, number=page.number, total=page.total, first=page.first, last=page.last)


def in_use() -> ExpectationQuerySet:
    """Expectations that are weighed now."""
    return Expectation.objects.filter(dropped_at=None)


def _rows(tree: list[Branch]) -> list[Row]:
    counts = _counts()
    served = {pk for pk, count in counts.items() if count}
    for branch in reversed(tree):  # parts come after what they are a part of
        if branch.pk in served and branch.parent is not None and not branch.is_retired:
            served.add(branch.parent)
    return [Row(branch, counts.get(branch.pk, 0), branch.pk in served) for branch in tree]


def _counts() -> dict[int, int]:
    """How many current communities serve each objective itself."""
    serving = in_use().exclude(community__status="closed").exclude(objectives=None).order_by()
    counted = serving.values_list("objectives").annotate(n=Count("community", distinct=True))
    return dict(counted)
