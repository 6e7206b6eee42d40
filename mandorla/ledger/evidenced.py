"""What shows that something expected is there: stories, measures, solutions, the strategy."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mandorla.base.prepared import prepared
from mandorla.ledger.models import Measure, Story
from mandorla.ledger.words import SIDES
from mandorla.value.models import Expectation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from mandorla.people.models import Person


@dataclass(frozen=True)
class Evidence:
    """What shows that an item is there.

    Attributes:
        confirmed: By side, how many stories serve it of which that side's gain is confirmed.
        stories: How many stories serve it, as far as the reader may see them.
        solutions: Of how many solutions they were told.
        measures: What measures it, outcomes first.
        objectives: What of the strategy it serves.
    """

    confirmed: Mapping[str, int]
    stories: int
    solutions: int
    measures: tuple[Measure, ...]
    objectives: tuple[str, ...]

    @property
    def reached(self) -> int:
        """How many outcomes were last read at their targets, of those that began elsewhere."""
        return sum(
            one.role == "outcome"
            and one.baseline is not None
            and bool(one.outlook.get("is_there", False))
            for one in self.measures
        )

    def shows(self, side: str) -> bool:
        """Whether something beside its own word shows that a side gets it."""
        return bool(self.confirmed[side] or self.reached)


def nothing_shown() -> Evidence:
    """Of what nobody keeps any more."""
    return Evidence(dict.fromkeys(SIDES, 0), 0, 0, (), ())


def read_evidence(expectations: Sequence[int], *, reader: Person) -> dict[int, Evidence]:
    """What shows that these are there, in three queries.

    Args:
        expectations: Their ids.
        reader: Who reads: stories count that they may see.
    """
    wanted = tuple(expectations)
    served: dict[int, list[str]] = defaultdict(list)
    for pk, name in _serving(wanted):
        served[pk] += [name] if name else []
    measured: dict[int, list[Measure]] = defaultdict(list)
    for measure in _measures(reader, wanted):
        measured[measure.expectation_id or 0].append(measure)
    told = _told(wanted, reader=reader)
    return {
        pk: Evidence(
            confirmed={side: len(told[pk].confirmed[side]) for side in SIDES},
            stories=len(told[pk].stories),
            solutions=len(told[pk].solutions),
            measures=tuple(measured[pk]),
            objectives=tuple(served[pk]),
        )
        for pk in expectations
    }


class _Told(NamedTuple):
    stories: set[int]
    solutions: set[int]
    confirmed: Mapping[str, set[int]]


def _told(expectations: tuple[int, ...], *, reader: Person) -> dict[int, _Told]:
    """The stories that serve each of these, as far as the reader may see them."""
    found = {pk: _Told(set(), set(), {side: set() for side in SIDES}) for pk in expectations}
    for pk, story, solution, state, side in _stories(reader, expectations):
        told = found.get(pk)
        if told is None:
            continue
        told.stories.add(story)
        if solution is not None:
            told.solutions.add(solution)
        if state == "confirmed" and side:
            told.confirmed[side].add(story)
    return found


@prepared
def _serving(expectations: tuple[int, ...]) -> QuerySet[Expectation, tuple[int, str | None]]:
    serving = Expectation.objects.filter(pk__in=expectations, objectives__retired_at=None)
    return serving.order_by("objectives__name").values_list("pk", "objectives__name")


@prepared
def _measures(reader: Person, expectations: tuple[int, ...]) -> QuerySet[Measure]:
    followed = Measure.objects.visible_to(reader).current().filter(expectation__in=expectations)
    return followed.order_by("-role", "number").select_related("community")


@prepared
def _stories(
    reader: Person, expectations: tuple[int, ...]
) -> QuerySet[Story, tuple[int, int, int | None, str | None, str | None]]:
    told = Story.objects.visible_to(reader).told().filter(expectations__in=expectations)
    beside = ("expectations", "pk", "solution", "claim__state", "claim__side")
    return told.order_by().values_list(*beside)
