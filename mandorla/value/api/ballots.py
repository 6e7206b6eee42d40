"""Answering a round: members cast ballots that nobody can read, sponsors answer by name."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Router, Status
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Lines
from mandorla.base.api.problems import Invalid, must_be_allowed, must_see, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.communities.rules import facilitates
from mandorla.core.ballot import Answer as Weighed
from mandorla.value.answer_page import Comparison, may_compare, points_of
from mandorla.value.lot import SEED_BITS, new_seed, order_of, screens_of
from mandorla.value.models import Allocation, Elicitation, SponsorAnswer
from mandorla.value.rules import sees_sponsors_answers, side_of

if TYPE_CHECKING:
    from collections.abc import Sequence

router = Router(tags=["Answers"])
AGREE = gettext_lazy("The sponsors and those who hold the round record what the sponsors agree on.")
HOLD = gettext_lazy("Those who hold the round record what the group agreed on.")
FIRST = gettext_lazy("Answer first; then you see what the other sponsors answered.")

MOST_ITEMS, MOST_SCREENS = 16, 64
Seed = Annotated[int, Field(ge=0, lt=2**SEED_BITS)]
Rating = Annotated[int, Field(ge=-(2**31), lt=2**31)]
Place = Annotated[int, Field(ge=0, lt=MOST_ITEMS, description="The place of an item, from 0.")]
Points = Annotated[list[Rating], Field(max_length=MOST_ITEMS)]
Ratings = Annotated[
    list[Rating | None],
    Field(max_length=MOST_ITEMS, description="0 to 10 for each item, or null for “cannot say”."),
]
Side = Literal["organization", "members"]


class BallotItemFound(Answer):
    """An expectation that is weighed."""

    place: int = Field(validation_alias="position", description="Answers name items by it.")
    text: str
    level: Literal["organization", "group", "person"]
    horizon: Literal["short", "long"]


class BallotForm(Answer):
    """What a member needs to fill in a ballot. It is the same for everybody but for the lot."""

    method: Literal["points", "best_worst", "facilitated"]
    has_voted: bool = Field(description="Whether the reader has. Of others nobody is told.")
    items: list[BallotItemFound]
    seed: int = Field(description="Drawn anew for each call; send it back with picks.")
    order: list[int] = Field(description="The order in which to show the items.")
    screens: list[list[int]] = Field(description="For best and worst: the items on each screen.")


class Pick(Given):
    """What was picked on a screen."""

    best: Place
    worst: Place


class BallotGiven(Given):
    """What somebody weighed: points, or picks with the seed of their screens."""

    points: Points = Field(default_factory=list)
    seed: Seed = 0
    picks: list[Pick] = Field(default_factory=list, max_length=MOST_SCREENS)
    delivery: Ratings


class AgreedPointsGiven(Given):
    """What a side agreed on as one, always in points."""

    points: Points
    delivery: Ratings
    people: int = Field(ge=1, le=999, description="How many agreed.")
    note: Annotated[str, Lines(2_000)] = Field("", description="How they came to it.")


class SponsorAnswerFound(Answer):
    """What a sponsor answered, with their name and role."""

    person: Id | None = Field(validation_alias="person_id")
    name: str = Field(validation_alias="person_name")
    role: str
    given_at: datetime
    points: list[int] = Field(description="Points of 100, by whatever method they were weighed.")
    delivery: list[int | None]

    @staticmethod
    def resolve_points(given: SponsorAnswer) -> list[int]:
        """The weights as points."""
        return list(points_of(given.answer))


class AllocationFound(Answer):
    """What a side agreed on as one."""

    side: Side
    points: list[int]
    delivery: list[int | None]
    people: int
    note: str
    recorded_at: datetime


class Differences(Answer):
    """The sponsors' answers side by side."""

    answers: list[SponsorAnswerFound]
    waiting: list[str] = Field(description="Sponsors who have not answered, by name.")
    proposal: list[int] = Field(description="The mean of all answers as one allocation.")
    allocation: AllocationFound | None = Field(description="What they agreed on.")


def round_of(request: PersonRequest, slug: str, number: int) -> Elicitation:
    """A round of a community that the person may see."""
    rounds = Elicitation.objects.visible_to(request.user).select_related("community", "catalogue")
    return one(rounds.filter(community=community_of(request, slug)), number=number)


def _roles(request: PersonRequest, elicitation: Elicitation) -> set[str]:
    return elicitation.community.roles_of(request.user)


def _screens(method: str, *, items: int, seed: int) -> tuple[tuple[int, ...], ...]:
    return screens_of(items=items, seed=seed) if method == "best_worst" else ()


def _weighed(body: BallotGiven, *, items: int) -> Weighed:
    """What was sent, as one answer; picks are counted on the screens of their seed."""
    delivery = tuple(body.delivery)
    if not body.picks:
        return Weighed(points=tuple(body.points), delivery=delivery)
    from mandorla.core.best_worst import tally  # slow import

    screens = screens_of(items=items, seed=body.seed)
    _refuse_picks(body.picks, screens)
    picks = [(pick.best, pick.worst) for pick in body.picks]
    best, worst, shown = tally(screens, picks, items=items)
    return Weighed(best=best, worst=worst, shown=shown, delivery=delivery)


def _refuse_picks(picks: Sequence[Pick], screens: Sequence[Sequence[int]]) -> None:
    if len(picks) != len(screens):
        raise Invalid(picks=_("Pick one best and one worst on every screen."))
    for number, (pick, screen) in enumerate(zip(picks, screens, strict=True)):
        if pick.best == pick.worst:
            raise Invalid(**{f"picks.{number}": _("One item cannot be the best and the worst.")})
        if not {pick.best, pick.worst} <= set(screen):
            raise Invalid(**{f"picks.{number}": _("Pick from the items on this screen.")})


@router.get("/communities/{slug}/rounds/{int:number}/ballot", response=BallotForm)
def show_ballot(request: PersonRequest, slug: str, number: int) -> dict[str, Any]:
    """Get an empty ballot. To those who are not on the members' side there is none."""
    elicitation = round_of(request, slug, number)
    must_see(side_of(_roles(request, elicitation)) == "members")
    items, seed = elicitation.catalogue.words, new_seed()
    return {
        "method": elicitation.member_method,
        "has_voted": elicitation.tokens.of(request.user).spent().exists(),
        "items": items,
        "seed": seed,
        "order": order_of(items=len(items), seed=seed),
        "screens": _screens(elicitation.member_method, items=len(items), seed=seed),
    }


@router.post("/communities/{slug}/rounds/{int:number}/ballot", response={204: None})
def cast_ballot(request: PersonRequest, slug: str, number: int, body: BallotGiven) -> Status[None]:
    """Cast a ballot. Nobody can ever see or change it; nothing of it can be asked for."""
    elicitation = round_of(request, slug, number)
    must_see(side_of(_roles(request, elicitation)) == "members")
    weighed = _weighed(body, items=len(elicitation.catalogue.words))
    elicitation.cast(weighed, person=request.user, at=timezone.now())
    return Status(204, None)


@router.put("/communities/{slug}/rounds/{int:number}/answer", response=SponsorAnswerFound)
def give_answer(request: PersonRequest, slug: str, number: int, body: BallotGiven) -> SponsorAnswer:
    """Answer for the organization, with name and role; an earlier answer is replaced."""
    elicitation = round_of(request, slug, number)
    weighed = _weighed(body, items=len(elicitation.catalogue.words))
    return SponsorAnswer.give(
        elicitation=elicitation, answer=weighed, by=request.user, at=timezone.now()
    )


@router.get(
    "/communities/{slug}/rounds/{int:number}/answers",
    response=Differences,
    openapi_extra={"x-refuses": True},
)
def compare_answers(request: PersonRequest, slug: str, number: int) -> dict[str, Any]:
    """Compare what the sponsors answered; a sponsor answers first."""
    elicitation = round_of(request, slug, number)
    roles, now = _roles(request, elicitation), timezone.now()
    must_see(sees_sponsors_answers(request.user, roles))
    may = may_compare(elicitation, person=request.user, roles=roles, at=now)
    must_be_allowed(may, FIRST)
    compared = Comparison.of(elicitation)
    proposal = compared.proposal
    return {
        "answers": compared.answers,
        "waiting": [person.name for person in compared.waiting],
        "proposal": list(proposal.points) if proposal else [],
        "allocation": compared.allocation,
    }


@router.put("/communities/{slug}/rounds/{int:number}/allocations/{side}", response=AllocationFound)
def record_allocation(
    request: PersonRequest, slug: str, number: int, side: Side, body: AgreedPointsGiven
) -> Allocation:
    """Record what a side agreed on as one: the sponsors, or a small group in a gathering."""
    elicitation = round_of(request, slug, number)
    roles = _roles(request, elicitation)
    if side == "organization":
        must_be_allowed(sees_sponsors_answers(request.user, roles), AGREE)
    else:
        must_be_allowed(facilitates(request.user, roles), HOLD)
    return Allocation.record(
        elicitation=elicitation,
        side=side,
        answer=Weighed(points=tuple(body.points), delivery=tuple(body.delivery)),
        people=body.people,
        note=body.note,
        by=request.user,
        at=timezone.now(),
    )
