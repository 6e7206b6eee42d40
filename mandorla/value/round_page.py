"""What the page of a round says, and what the page says before one is opened."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from mandorla.communities.models import Membership
from mandorla.communities.rules import facilitates
from mandorla.core.disclosure import FEWEST as FEWEST_ANSWERS
from mandorla.value.due import due_reason
from mandorla.value.methods import FEW_PEOPLE, default_methods
from mandorla.value.models import Elicitation, Expectation
from mandorla.value.models.expectation import FEWEST
from mandorla.value.rules import side_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from datetime import date, datetime

    from mandorla.communities.models import Community
    from mandorla.people.models import Person


@dataclass(frozen=True)
class Opening:
    """What has to be known before a round is opened.

    Attributes:
        expectations: What would be weighed.
        people: How many may vote on the members' side.
        methods: The method that suits each side.
        reason: Why a round is due, one of `REASONS`; "asked" when none is.
        running: The round that is open already, if there is one.
    """

    expectations: tuple[Expectation, ...]
    people: int
    methods: dict[str, str]
    reason: str
    running: Elicitation | None

    @property
    def missing(self) -> int:
        """How many expectations are missing before they can be weighed."""
        return max(0, FEWEST - len(self.expectations))

    @property
    def is_small(self) -> bool:
        """Whether the members may agree on one answer together."""
        return self.people < FEW_PEOPLE

    @property
    def needed(self) -> int:
        """From how many answers on a result is shown."""
        return FEWEST_ANSWERS


def read_opening(community: Community, *, on: date) -> Opening:
    """What is true of a community that is about to open a round."""
    expectations = tuple(Expectation.objects.filter(community=community).current())
    people = len(Elicitation.voters(community))
    return Opening(
        expectations=expectations,
        people=people,
        methods=default_methods(items=len(expectations), people=people),
        reason=due_reason(community, on=on) or "asked",
        running=Elicitation.objects.filter(community=community, state="open").first(),
    )


@dataclass(frozen=True)
class Asked:
    """A sponsor who is asked, by name."""

    name: str
    role: str
    has_answered: bool


@dataclass(frozen=True)
class Progress:
    """How far a round is. Of the members there are counts and nothing else.

    Attributes:
        phase: coming, open, over, closed or canceled.
        invited: How many members may vote.
        voted: How many have.
        sponsors: Who is asked for the organization, each with whether they have answered.
        has_agreed: Whether the sponsors have agreed on one answer.
        group: How many agreed on one answer together; None when no group has.
        newcomers: How many members came since it opened and are not asked.
        side: The side on which the reader weighs; empty for none.
        ballot: The reader's own: "waiting", "cast", or "" when there is none.
        has_answered: Whether the reader has answered as a sponsor.
        holds: Whether the reader holds rounds in this community.
    """

    phase: str
    invited: int
    voted: int
    sponsors: tuple[Asked, ...]
    has_agreed: bool
    group: int | None
    newcomers: int
    side: str
    ballot: str
    has_answered: bool
    holds: bool
    floor: int

    @property
    def answered(self) -> int:
        """How many sponsors have answered."""
        return sum(sponsor.has_answered for sponsor in self.sponsors)

    @property
    def is_floor_reached(self) -> bool:
        """Whether enough members have answered to conclude something from it."""
        return self.voted >= self.floor

    @property
    def is_untouched(self) -> bool:
        """Whether nobody has answered on either side, so that it can be canceled."""
        return not (self.voted or self.answered or self.has_agreed or self.group)

    @property
    def may_agree(self) -> bool:
        """Whether all sponsors have answered and can agree on one answer."""
        return len(self.sponsors) > 1 and self.answered == len(self.sponsors)

    @property
    def needed(self) -> int:
        """From how many answers on a result is shown."""
        return FEWEST_ANSWERS


def read_progress(
    elicitation: Elicitation, *, roles: AbstractSet[str], person: Person, at: datetime
) -> Progress:
    """How far a round is, for somebody who looks at it, in a fixed number of queries."""
    tokens = elicitation.tokens.aggregate(
        all=Count("pk"),
        mine=Count("pk", filter=Q(person=person, is_spent=False)),
        cast=Count("pk", filter=Q(person=person, is_spent=True)),
    )
    voted = elicitation.urn.count
    invited = tokens["all"] or voted  # of a survey from elsewhere there are no tokens
    people = dict(elicitation.allocations.values_list("side", "people"))
    sponsors, answered = _sponsors(elicitation)
    holds = facilitates(person, roles)
    return Progress(
        phase=elicitation.phase(at=at),
        invited=invited,
        voted=voted,
        sponsors=sponsors,
        has_agreed="organization" in people,
        group=people.get("members"),
        newcomers=len(elicitation.newcomers()) if holds else 0,
        side=side_of(roles),
        ballot="waiting" if tokens["mine"] else "cast" if tokens["cast"] else "",
        has_answered=person.pk in answered,
        holds=holds,
        floor=ceil(elicitation.floor_share * invited - 1e-9),
    )


def _sponsors(elicitation: Elicitation) -> tuple[tuple[Asked, ...], set[int]]:
    """Who is asked now, and who answered before they left; and who of them has answered."""
    given = {
        pk: (name, role)
        for pk, name, role in elicitation.answers.order_by("pk").values_list(
            "person", "person_name", "role"
        )
    }
    found = [Asked(name=name, role=role, has_answered=True) for name, role in given.values()]
    if elicitation.state == "open":
        current = Membership.objects.current().filter(
            community=elicitation.community, role="sponsor"
        )
        waiting = {
            seat.person_id: Asked(
                name=seat.person.name,
                role=seat.title or str(seat.get_role_display()),
                has_answered=False,
            )
            for seat in current.select_related("person").order_by("person__name", "pk")
            if seat.person_id not in given
        }
        found += waiting.values()
    return tuple(found), set(given)
