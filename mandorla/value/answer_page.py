"""What the sponsors answered, side by side, and what they could agree on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mandorla.communities.models import Membership
from mandorla.core.apportion import in_whole
from mandorla.core.ballot import POINTS, Answer
from mandorla.value.models import Allocation, SponsorAnswer
from mandorla.value.rules import sees_sponsors_answers

if TYPE_CHECKING:
    from collections.abc import Sequence, Set
    from datetime import datetime

    from mandorla.people.models import Person
    from mandorla.value.models import CatalogueItem, Elicitation


@dataclass(frozen=True)
class Difference:
    """One expectation as each sponsor weighed it, in points of 100.

    Attributes:
        item: The expectation.
        points: What each sponsor gave it, in the order of the answers.
        delivery: How well each says it is delivered, 0 to 10, or None.
        mean: Their mean, as one whole allocation.
        mean_delivery: The mean of those who could say, or None.
    """

    item: CatalogueItem
    points: tuple[int, ...]
    delivery: tuple[int | None, ...]
    mean: int
    mean_delivery: int | None

    @property
    def spread(self) -> int:
        """How far they are apart."""
        return max(self.points) - min(self.points)

    @property
    def cells(self) -> list[tuple[int, int | None]]:
        """Points and delivery of each sponsor."""
        return list(zip(self.points, self.delivery, strict=True))


@dataclass(frozen=True)
class Comparison:
    """Where the sponsors of a round are.

    Attributes:
        answers: What each answered, by name.
        waiting: Sponsors who have not answered.
        allocation: What they agreed on, if they have.
        items: What is weighed.
        is_single: Whether there is one sponsor, who need not agree with anybody.
        asks_each: Whether each sponsor answers before they agree.
    """

    answers: Sequence[SponsorAnswer]
    waiting: Sequence[Person]
    allocation: Allocation | None
    items: Sequence[CatalogueItem]
    is_single: bool
    asks_each: bool

    @classmethod
    def of(cls, elicitation: Elicitation) -> Comparison:
        """Read it, in a fixed number of queries."""
        answers = list(elicitation.answers.order_by("person_name", "pk"))
        seats = Membership.objects.current().filter(
            community=elicitation.community_id, role="sponsor"
        )
        sponsors = {seat.person_id: seat.person for seat in seats.select_related("person")}
        answered = {answer.person_id for answer in answers}
        waiting = [person for pk, person in sponsors.items() if pk not in answered]
        return cls(
            answers=answers,
            waiting=sorted(waiting, key=lambda person: (person.name, person.pk)),
            allocation=elicitation.allocations.filter(side="organization").first(),
            items=elicitation.catalogue.words,
            is_single=len(answered | set(sponsors)) == 1,
            asks_each=elicitation.organization_method != "facilitated",
        )

    @property
    def may_agree(self) -> bool:
        """Whether everything is there that they need to agree on one answer."""
        if not self.asks_each:
            return bool(self.waiting)
        return bool(self.answers) and not self.waiting and not self.is_single

    @cached_property
    def differences(self) -> list[Difference]:
        """Each expectation, that on which they differ most first."""
        if not self.answers:
            return []
        given = [points_of(answer.answer) for answer in self.answers]
        mean = in_whole([sum(row) / len(given) for row in zip(*given, strict=True)], total=POINTS)
        rows = [
            Difference(
                item=item,
                points=tuple(points[place] for points in given),
                delivery=tuple(answer.answer.delivery[place] for answer in self.answers),
                mean=mean[place],
                mean_delivery=_mean([answer.answer.delivery[place] for answer in self.answers]),
            )
            for place, item in enumerate(self.items)
        ]
        return sorted(rows, key=lambda row: -row.spread)

    @property
    def proposal(self) -> Answer | None:
        """What the joint answer begins with: what was agreed before, or the mean of all."""
        if self.allocation:
            return self.allocation.answer
        rows = sorted(self.differences, key=lambda row: row.item.position)
        if not rows:
            return None
        return Answer(
            points=tuple(row.mean for row in rows),
            delivery=tuple(row.mean_delivery for row in rows),
        )


def points_of(answer: Answer) -> tuple[int, ...]:
    """What somebody weighed as whole points of 100, by whatever method."""
    if answer.points:
        return answer.points
    import numpy as np  # slow import

    from mandorla.core.weights import Picks  # slow import

    counts = (np.array([given]) for given in (answer.best, answer.worst, answer.shown))
    weights = Picks(*counts).weights()[0] * POINTS
    return in_whole(weights.tolist(), total=POINTS)


def ranked(
    answer: Answer, items: Sequence[CatalogueItem]
) -> list[tuple[CatalogueItem, int, int | None]]:
    """Each expectation with its points and its delivery, the weightiest first."""
    rows = zip(items, answer.points, answer.delivery, strict=True)
    return sorted(rows, key=lambda row: -row[1])


def own_answer(elicitation: Elicitation, person: Person) -> SponsorAnswer | None:
    """What a sponsor answered, if they have."""
    return elicitation.answers.filter(person=person).first()


def may_answer(elicitation: Elicitation, *, at: datetime) -> bool:
    """Whether each sponsor can answer now: it is asked of them, and they have not agreed yet."""
    is_open = elicitation.phase(at=at) == "open"
    if not is_open or elicitation.organization_method == "facilitated":
        return False
    return not elicitation.allocations.filter(side="organization").exists()


def may_compare(elicitation: Elicitation, *, person: Person, roles: Set[str], at: datetime) -> bool:
    """Whether somebody may see each sponsor's answer now.

    A sponsor who can still answer does so first, so that nobody follows those who were quicker.
    """
    if not sees_sponsors_answers(person, roles):
        return False
    if "sponsor" not in roles or elicitation.organization_method == "facilitated":
        return True
    return elicitation.phase(at=at) == "closed" or own_answer(elicitation, person) is not None


def _mean(ratings: Sequence[int | None]) -> int | None:
    said = [rating for rating in ratings if rating is not None]
    return round(sum(said) / len(said)) if said else None
