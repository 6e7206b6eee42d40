"""The solutions of a community, narrowed, the newest first and fifty at a time.

A page costs the same number of queries whatever it finds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Q, QuerySet

from mandorla.base.prepared import prepared
from mandorla.base.web import paged
from mandorla.work.models import RolloutLine, Solution
from mandorla.work.models.solution import STATES
from mandorla.work.narrowing import Found, Narrowing, counts_by, units_among

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mandorla.communities.models import Community
    from mandorla.people.models import Person

ORDER: Final = ("-proposed_at", "-pk")
FIELDS: Final = (
    "pk",
    "proposal",
    "state",
    "because",
    "escalated_to",
    "proposed_at",
    "problem_id",
    "problem__statement",
)


@dataclass(frozen=True)
class SolutionFilters(Narrowing):
    """What somebody looks for among the solutions of a community.

    Attributes:
        state: One state, or empty for all.
    """

    state: str = ""


@dataclass(frozen=True)
class Row:
    """One solution in the list.

    Attributes:
        problem: The number of the problem about which it is.
        statement: What that problem says.
        units: How many units it goes to.
        adopted: How many of them adopted it.
    """

    pk: int
    proposal: str
    state: str
    because: str
    escalated_to: str
    proposed_at: datetime
    problem: int
    statement: str
    units: int
    adopted: int

    @property
    def state_words(self) -> str:
        """Its state, as people say it."""
        return str(STATES[self.state])


def read_solutions(
    community: Community, *, reader: Person, filters: SolutionFilters, number: int
) -> Found[Row]:
    """Read one page of the solutions of a community.

    Args:
        community: Of which community.
        reader: Who reads.
        filters: What they look for.
        number: Which page, from 1.
    """
    all_of_it = Solution.objects.visible_to(reader).filter(community=community)
    solutions = narrowed(all_of_it, filters)
    counts = counts_by("state", solutions)
    counts[""] = sum(counts.values())
    kept = solutions.filter(state=filters.state) if filters.state else solutions
    found = paged(
        kept.order_by(*ORDER).values_list(*FIELDS),
        number=number,
        total=counts.get(filters.state, 0),
    )
    lines = RolloutLine.objects.filter(solution__community=community)
    return Found(page=found.showing(_rows(found.rows)), counts=counts, units=units_among(lines))


def narrowed(solutions: QuerySet[Solution], wanted: Narrowing) -> QuerySet[Solution]:
    """Those with the words, in what is done or in its problem, that go to the unit."""
    texts = ["proposal", "problem__statement"]
    return wanted.of(solutions, texts=texts, units="rollout__unit")


def _rows(found: Iterable[tuple[Any, ...]]) -> tuple[Row, ...]:
    """Rows read as `FIELDS`, each with how far its units are, in one query."""
    read = list(found)
    far = {pk: (units, adopted) for pk, units, adopted in _rollout(tuple(row[0] for row in read))}
    return tuple(Row(*(facts + far.get(facts[0], (0, 0)))) for facts in read)


@prepared
def _rollout(solutions: tuple[int, ...]) -> QuerySet[Any, tuple[int, int, int]]:
    lines: Any = RolloutLine.objects.filter(solution__in=solutions).order_by()
    counted = lines.values("solution").annotate(
        units=Count("pk"), adopted=Count("pk", filter=Q(state="adopted"))
    )
    found: QuerySet[Any, Any] = counted.values_list("solution", "units", "adopted")
    return found
