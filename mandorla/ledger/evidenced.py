"""What shows that something expected is there: stories, measures, solutions, the strategy."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mandorla.ledger.models import Measure, Story
from mandorla.ledger.words import SIDES
from mandorla.value.models import Expectation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    served: dict[int, list[str]] = defaultdict(list)
    serving = Expectation.objects.filter(pk__in=expectations, objectives__retired_at=None)
    for pk, name in serving.order_by("objectives__name").values_list("pk", "objectives__name"):
        served[pk] += [name] if name else []
    measured: dict[int, list[Measure]] = defaultdict(list)
    measures = Measure.objects.visible_to(reader).current().filter(expectation__in=expectations)
    for measure in measures.order_by("-role", "number").select_related("community"):
        measured[measure.expectation_id or 0].append(measure)
    told = _told(expectations, reader=reader)
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


def _told(expectations: Iterable[int], *, reader: Person) -> dict[int, _Told]:
    """The stories that serve each of these, as far as the reader may see them."""
    found = {pk: _Told(set(), set(), {side: set() for side in SIDES}) for pk in expectations}
    stories = Story.objects.visible_to(reader).told().filter(expectations__in=list(found))
    rows = stories.order_by().values_list(
        "expectations", "pk", "solution", "claim__state", "claim__side"
    )
    for pk, story, solution, state, side in rows:
        told = found.get(pk)
        if told is None:
            continue
        told.stories.add(story)
        if solution is not None:
            told.solutions.add(solution)
        if state == "confirmed":
            told.confirmed[side].add(story)
    return found
