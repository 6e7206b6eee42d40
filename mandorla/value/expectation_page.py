"""What the pages of a community's expectations show, read in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from mandorla.communities.rules import facilitates
from mandorla.strategy.models import Objective
from mandorla.strategy.tree import Branch, read_tree
from mandorla.value.catalogue import ShippedExpectation, shipped_expectations
from mandorla.value.models import Expectation
from mandorla.value.models.expectation import FEWEST, LEVELS, MOST
from mandorla.value.rules import side_of
from mandorla.value.said import Said, Together, heard, read_said, read_stood_for
from mandorla.value.starting_points import Beginnings, Shelf, read_beginnings, read_shelf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import QueryDict

    from mandorla.communities.header import Header
    from mandorla.communities.models import Community
    from mandorla.people.models import Person

TYPED = ("text", "level", "horizon", "measure", "key", "force")


@dataclass(frozen=True)
class Chosen:
    """A current expectation on its level.

    Attributes:
        stands_for: How many suggestions were taken up under it.
        note: What to ask about it when it is a scarce good.
        up: The place among all of the one before it on its level; None when it is the first.
        down: The place of the one after it on its level; None when it is the last.
    """

    expectation: Expectation
    stands_for: int
    note: str
    up: int | None
    down: int | None


@dataclass(frozen=True)
class Level:
    """The current expectations for the organization, the group or each person."""

    key: str
    title: str
    chosen: tuple[Chosen, ...]


@dataclass(frozen=True)
class Table:
    """Everything the page of a community's expectations shows.

    Attributes:
        sentence: What is true now.
        step: Where the way to a round is: 1 saying, 2 wording, 3 weighing.
        side: The side the reader speaks for; empty for neither.
        facilitates: Whether the reader may change what stands here.
        said: What waits to be worded; empty for those who do not facilitate.
        waits: How many suggestions that is.
        initial: What the form that words one begins with.
        words: What the catalogue was searched for.
    """

    current: tuple[Expectation, ...]
    levels: tuple[Level, ...]
    sentence: str
    step: int
    side: str
    facilitates: bool
    said: tuple[Together, ...] = ()
    waits: int = 0
    beginnings: Beginnings | None = None
    shelf: Shelf | None = None
    initial: dict[str, Any] | None = None
    words: str = ""

    @property
    def ticked(self) -> int:
        """How many suggestions are ticked as the page opens."""
        return sum(said.is_ticked for together in self.said for said in together.said)


def read_table(header: Header, *, person: Person, asked: QueryDict) -> Table:
    """Read the page of a community's expectations.

    Args:
        header: The header of the community, which knows the roles of the reader.
        person: Who looks.
        asked: What to tick, to begin with and to search for.
    """
    community = header.community
    current = read_current(community)
    sides = heard(community)
    is_open = not community.has_closed
    table: dict[str, Any] = {
        "current": tuple(current),
        "levels": by_level(current),
        "sentence": sentence(count=len(current), silent=sides.silent),
        "step": _step(is_enough=len(current) >= FEWEST and not sides.waits, silent=sides.silent),
        "side": side_of(header.roles) if is_open else "",
    }
    if not (is_open and facilitates(person, header.roles)):
        return Table(**table, facilitates=False)
    said = read_said(community, current, ticked=set(asked.getlist("suggestions")))
    beginnings = read_beginnings(community, current, person=person)
    words = asked.get("find", "").strip()
    return Table(
        **table,
        facilitates=True,
        said=said,
        waits=sum(len(together.said) for together in said),
        beginnings=beginnings,
        shelf=read_shelf(community, current, words=words),
        initial=_initial(asked, said, beginnings),
        words=words,
    )


def _step(*, silent: Sequence[str], is_enough: bool) -> int:
    if silent and not is_enough:
        return 1
    return 3 if is_enough else 2


def read_current(community: Community) -> list[Expectation]:
    """The current expectations with their objectives, in two queries."""
    current = Expectation.objects.filter(community=community).current()
    return list(current.annotate(stands_for=Count("suggestions")).prefetch_related("objectives"))


def by_level(current: Sequence[Expectation]) -> tuple[Level, ...]:
    """The current expectations on their levels, empty levels too."""
    return tuple(
        Level(key=key, title=str(title), chosen=_chosen(current, key))
        for key, title in LEVELS.items()
    )


def _chosen(current: Sequence[Expectation], level: str) -> tuple[Chosen, ...]:
    places = [n for n, expectation in enumerate(current, 1) if expectation.level == level]
    around = zip([None, *places], places, [*places[1:], None], strict=False)
    return tuple(
        Chosen(
            expectation=current[place - 1],
            stands_for=getattr(current[place - 1], "stands_for", 0),
            note=_note(current[place - 1]),
            up=before,
            down=after,
        )
        for before, place, after in around
    )


def _note(expectation: Expectation) -> str:
    entry = shipped_expectations().get(expectation.key)
    return entry.note if entry else ""


def sentence(*, count: int, silent: Sequence[str]) -> str:
    """What is true of the expectations now."""
    if not count:
        chosen = _("Nothing is chosen yet; a round needs {fewest} to {most} expectations.")
    elif count < MOST:
        chosen = _("{count} chosen; a round needs {fewest} to {most}.")
    else:
        chosen = _("{count} chosen, the most that anybody can weigh.")
    said = {
        (): _("Both sides have said what they expect."),
        ("organization",): _("The organization has not said yet what it expects."),
        ("members",): _("The members have not said yet what they expect."),
    }
    neither = _("Neither side has said yet what it expects.")
    words = chosen.format(count=count, fewest=FEWEST, most=MOST)
    return f"{words} {said.get(tuple(silent), neither)}"


def _initial(asked: QueryDict, said: Sequence[Together], beginnings: Beginnings) -> dict[str, Any]:
    """What the form that words one begins with: what was typed, or what it is to begin with."""
    typed = {name: str(asked[name]) for name in TYPED if asked.get(name)}
    entry = shipped_expectations().get(typed.get("key", ""))
    if entry:
        return {**entry.words, **typed}
    begun = next((b for b in beginnings.entries if str(b.pk) == typed.get("force")), None)
    if begun:
        return {"text": begun.text, "level": begun.level, **typed}
    ticked = [one.text for together in said for one in together.said if one.is_ticked]
    return {"text": min(ticked, key=len), **typed} if ticked else typed


@dataclass(frozen=True)
class Served:
    """An objective that an expectation serves, or may serve."""

    pk: int
    name: str
    level: int
    is_served: bool
    is_retired: bool


@dataclass(frozen=True)
class ExpectationPage:
    """Everything the page of one expectation shows.

    Attributes:
        entry: The entry of the catalogue it came from.
        serves: The objectives it serves, by name.
        tree: All objectives to choose from; empty for those who do not facilitate.
        said: The suggestions it stands for; empty for those who do not facilitate.
        may_change: Whether the reader may reword or drop it now.
    """

    expectation: Expectation
    entry: ShippedExpectation | None
    serves: tuple[Served, ...]
    tree: tuple[Served, ...]
    said: tuple[Said, ...]
    may_change: bool


def read_one(expectation: Expectation, *, header: Header, person: Person) -> ExpectationPage:
    """Read the page of one expectation.

    Args:
        expectation: Which one.
        header: The header of its community, which knows the roles of the reader.
        person: Who looks.
    """
    served = list(expectation.objectives.order_by("name", "pk"))
    sees_said = facilitates(person, header.roles)
    is_open = not header.community.has_closed and expectation.dropped_at is None
    may_change = sees_said and is_open
    keys = {objective.pk for objective in served}
    serves = tuple(_served(o.pk, o.name, 0, keys, is_retired=o.is_retired) for o in served)
    tree = read_tree(person=person) if may_change else []
    return ExpectationPage(
        expectation=expectation,
        entry=shipped_expectations().get(expectation.key),
        serves=serves,
        tree=(
            *(_branch(branch, keys) for branch in tree),
            *(one for one in serves if one.is_retired and may_change),
        ),
        said=read_stood_for(expectation) if sees_said else (),
        may_change=may_change,
    )


def _served(pk: int, name: str, level: int, served: set[int], *, is_retired: bool) -> Served:
    return Served(pk=pk, name=name, level=level, is_served=pk in served, is_retired=is_retired)


def _branch(branch: Branch, served: set[int]) -> Served:
    return _served(branch.pk, branch.name, branch.level, served, is_retired=False)


def may_serve(expectation: Expectation, *, person: Person) -> QuerySet[Objective]:
    """Objectives that are pursued, and retired ones that it serves already."""
    seen = Objective.objects.visible_to(person)
    return seen.filter(Q(retired_at=None) | Q(expectations=expectation)).distinct()
