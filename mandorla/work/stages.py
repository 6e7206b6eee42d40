"""How far the problems of a community are: the columns of its board, and lists behind them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy

from mandorla.base.prepared import prepared
from mandorla.base.web import paged
from mandorla.work.models import Problem, Solution
from mandorla.work.models.solution import STATES
from mandorla.work.narrowing import Found, Narrowing, counts_by, units_among

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mandorla.communities.models import Community
    from mandorla.people.models import Person

STAGES: Final = {
    "open": gettext_lazy("No solution yet"),
    "trying": gettext_lazy("Trying"),
    "rolling_out": gettext_lazy("Rolling out"),
    "solved": gettext_lazy("Solved"),
    "dropped": gettext_lazy("Dropped"),
}
MEANINGS: Final = {
    "open": gettext_lazy("common problems that wait for a solution"),
    "trying": gettext_lazy("a solution is being tried or was escalated"),
    "rolling_out": gettext_lazy("a solution is accepted and goes from unit to unit"),
    "solved": gettext_lazy("done, with what became of them"),
    "dropped": gettext_lazy("no problem of the community after all"),
}
FIRST: Final = ("accepted", "trying", "escalated", "proposed")


@dataclass(frozen=True)
class Done:
    """What is done about a problem, and how many of its units have adopted it."""

    pk: int
    proposal: str
    state: str
    units: int
    adopted: int

    @property
    def state_words(self) -> str:
        """Its state, as people say it."""
        return str(STATES[self.state])


@dataclass(frozen=True)
class Card:
    """A problem in a list or on the board.

    Attributes:
        units: The names of the units it touches, by name.
        issues: How many issues are a part of it.
        done: What is done about it; what goes furthest first.
    """

    pk: int
    statement: str
    state: str
    because: str
    gathered_at: datetime
    solved_at: datetime | None
    owner: str
    units: tuple[str, ...]
    issues: int
    done: tuple[Done, ...]


def staged(community: Community, *, reader: Person) -> QuerySet[Any]:
    """The problems of a community, each with its stage."""
    solutions = Solution.objects.filter(problem=OuterRef("pk"))
    return (
        Problem.objects.visible_to(reader)
        .filter(community=community)
        .annotate(
            stage=Case(
                When(~Q(state="open"), then="state"),
                When(Exists(solutions.filter(state="accepted")), then=Value("rolling_out")),
                When(
                    Exists(solutions.filter(state__in=["trying", "escalated"])),
                    then=Value("trying"),
                ),
                default=Value("open"),
                output_field=CharField(),
            )
        )
    )


def open_by_stage(community: Community) -> dict[str, list[Problem]]:
    """The open problems of a community by stage, the newest first, in two plain queries.

    The board needs all three stages at once: the database would work each of them out anew.
    """
    furthest: dict[int, str] = {}
    for problem, state in _under_way(community.pk):
        if state == "accepted" or problem not in furthest:
            furthest[problem] = "rolling_out" if state == "accepted" else "trying"
    found: dict[str, list[Problem]] = {"open": [], "trying": [], "rolling_out": []}
    for one in _open(community.pk):
        found[furthest.get(one.pk, "open")].append(one)
    return found


def of_stage(problems: QuerySet[Any], stage: str) -> QuerySet[Any]:
    """Those of one stage, the newest first.

    The state stands beside the stage because an index has it.
    """
    if stage in {"solved", "dropped"}:
        newest = "-solved_at" if stage == "solved" else "-gathered_at"
        return problems.filter(state=stage).order_by(newest, "-pk")
    return problems.filter(state="open", stage=stage).order_by("-gathered_at", "-pk")


def narrowed(problems: QuerySet[Any], wanted: Narrowing) -> QuerySet[Any]:
    """The problems, at any stage, that have the words and touch the unit."""
    return wanted.of(problems, texts=["statement"], units="units")


def read_problems(
    community: Community, *, reader: Person, stage: str, wanted: Narrowing, number: int
) -> Found[Card]:
    """A page of the problems of one stage, and how many each stage has.

    Args:
        community: Of which community.
        reader: Who reads.
        stage: One of `STAGES`.
        wanted: What they look for.
        number: Which page, from 1.
    """
    problems = narrowed(staged(community, reader=reader), wanted)
    counts = counts_by("stage", problems)
    found = paged(of_stage(problems, stage), number=number, total=counts.get(stage, 0))
    through = Problem.units.through._default_manager
    return Found(
        page=found.showing(cards_of(found.rows)),
        counts=counts,
        units=units_among(through.filter(problem__community=community)),
    )


def cards_of(problems: Iterable[Problem]) -> tuple[Card, ...]:
    """Problems as cards, in four queries however many they are."""
    found = list(problems)
    keys = tuple(problem.pk for problem in found)
    units, done = _units(keys), _done(keys)
    beside = {pk: (issues, owner) for pk, issues, owner in _beside(keys)}
    return tuple(
        Card(
            pk=problem.pk,
            statement=problem.statement,
            state=problem.state,
            because=problem.because,
            gathered_at=problem.gathered_at,
            solved_at=problem.solved_at,
            owner=beside[problem.pk][1] or "",
            units=tuple(units[problem.pk]),
            issues=beside[problem.pk][0],
            done=tuple(done[problem.pk]),
        )
        for problem in found
    )


def _units(keys: tuple[int, ...]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for problem, name in _touched(keys):
        found[problem].append(name)
    return found


def _done(keys: tuple[int, ...]) -> dict[int, list[Done]]:
    found: dict[int, list[Done]] = defaultdict(list)
    for problem, *facts in _solutions(keys):
        found[problem].append(Done(*facts))
    for solutions in found.values():
        solutions.sort(key=lambda one: FIRST.index(one.state))
    return found


@prepared
def _under_way(community: int) -> QuerySet[Solution, tuple[int, str]]:
    states = ["accepted", "trying", "escalated"]
    rows = Solution.objects.filter(community=community, state__in=states)
    return rows.values_list("problem", "state")


@prepared
def _open(community: int) -> QuerySet[Problem]:
    rows = Problem.objects.filter(community=community, state="open").defer("detail")
    return rows.order_by("-gathered_at", "-pk")


@prepared
def _beside(problems: tuple[int, ...]) -> QuerySet[Any, tuple[int, int, str | None]]:
    rows: Any = Problem.objects.filter(pk__in=problems).order_by()
    found: QuerySet[Any, Any] = rows.annotate(count=Count("issues")).values_list(
        "pk", "count", "owner__name"
    )
    return found


@prepared
def _touched(problems: tuple[int, ...]) -> QuerySet[Any, tuple[int, str]]:
    rows = Problem.units.through._default_manager.filter(problem__in=problems)
    return rows.order_by("unit__name").values_list("problem", "unit__name")


@prepared
def _solutions(problems: tuple[int, ...]) -> QuerySet[Any, Any]:
    rows: Any = Solution.objects.filter(problem__in=problems, state__in=FIRST)
    counted = rows.annotate(
        units=Count("rollout"), adopted=Count("rollout", filter=Q(rollout__state="adopted"))
    )
    found: QuerySet[Any, Any] = counted.order_by("-proposed_at", "-pk").values_list(
        "problem", "pk", "proposal", "state", "units", "adopted"
    )
    return found
