"""Asks: somebody needs a hand, others say what they know; and who can help with what."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field

from mandorla.base.api.fields import Answer as Found
from mandorla.base.api.fields import Given, Id, Lines, Named, OneLine, unsaid
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import Invalid, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.communities.models import Membership
from mandorla.people.models import Person
from mandorla.work.api.issues import Detail
from mandorla.work.models import Answer, Ask, Expertise, answer, expertise
from mandorla.work.models.ask import A_FEW, LONGEST

router = Router(tags=["Asks"])

State = Literal["open", "solved", "unsolved"]
Few = Annotated[list[Id], Field(max_length=A_FEW)]


class AnswerFound(Found):
    """What somebody knows."""

    id: Id
    text: str
    answered_by: Named
    answered_at: datetime
    thanked_at: datetime | None


class AskFound(Found):
    """What somebody needs a hand with."""

    id: Id
    text: str
    detail: str
    asked_by: Named
    is_for_all: bool = Field(description="Whether it was asked openly.")
    asked_at: datetime
    first_answered_at: datetime | None
    state: State
    came_of_it: str
    answers: list[AnswerFound]


class AskGiven(Given):
    """What somebody needs a hand with."""

    text: Annotated[str, OneLine(LONGEST)]
    detail: Detail = unsaid()
    of: Few = Field(default_factory=list, description="People to ask; none: everybody.")
    key: UUID | None = Field(None, description="Made by the caller: sent twice, kept once.")


class AskAnswerGiven(Given):
    """What somebody knows."""

    text: Annotated[str, Lines(answer.LONGEST, fewest=1)]
    key: UUID | None = Field(None, description="Made by the caller: sent twice, kept once.")


class AskEndGiven(Given):
    """What came of an ask."""

    state: State
    came_of_it: Annotated[str, OneLine(300)] = unsaid()


class ExpertiseFound(Found):
    """What somebody can help with, as they say."""

    id: Id
    person: Named
    text: str = Field(validation_alias="words")
    is_solved: bool = Field(description="Something they solved and chose to show.")

    @staticmethod
    def resolve_is_solved(stated: Expertise) -> bool:
        """Whether it was solved, not only stated."""
        return not stated.text


class ExpertiseGiven(Given):
    """What the caller can help with."""

    text: Annotated[str, OneLine(expertise.LONGEST)]


@router.get("/communities/{slug}/asks", response=PageOf[AskFound])
def list_asks(
    request: PersonRequest, slug: str, paging: Query[Paging], state: State | None = None
) -> dict[str, Any]:
    """List the asks of a community that the caller may see, the oldest first."""
    found = _asks(request).filter(community=community_of(request, slug))
    found = found.filter(state=state) if state else found
    return page_of(request, found, order=["asked_at", "pk"], paging=paging)


@router.post("/communities/{slug}/asks", response={201: AskFound})
def open_ask(request: PersonRequest, slug: str, body: AskGiven) -> Ask:
    """Ask for a hand, openly or of a few."""
    community = community_of(request, slug)
    people = list(Person.objects.visible_to(request.user).filter(pk__in=body.of))
    if len(people) != len(set(body.of)):
        raise Invalid(of=_("There is nobody with one of these numbers."))
    words = body.model_dump(exclude={"of"})
    now = timezone.now()
    ask = Ask.open(community=community, of=people, by=request.user, at=now, **words)
    return ask_of(request, slug, ask.pk)


@router.get("/communities/{slug}/asks/{int:number}", response=AskFound)
def read_ask(request: PersonRequest, slug: str, number: int) -> Ask:
    """Read one ask with its answers."""
    return ask_of(request, slug, number)


@router.post("/communities/{slug}/asks/{int:number}/answers", response={201: AskFound})
def answer_ask(request: PersonRequest, slug: str, number: int, body: AskAnswerGiven) -> Ask:
    """Say what one knows."""
    ask = ask_of(request, slug, number)
    Answer.give(ask=ask, by=request.user, at=timezone.now(), **body.model_dump())
    return ask_of(request, slug, number)


@router.post("/communities/{slug}/asks/{int:number}/answers/{int:which}/thanks", response=AskFound)
def thank_for_answer(request: PersonRequest, slug: str, number: int, which: int) -> Ask:
    """Thank for an answer to one's own ask."""
    answer = one(ask_of(request, slug, number).answers.select_related("ask"), pk=which)
    answer.thank(by=request.user, at=timezone.now())
    return ask_of(request, slug, number)


@router.api_operation(
    ["DELETE"], "/communities/{slug}/asks/{int:number}/answers/{int:which}", response={204: None}
)
def take_answer_back(request: PersonRequest, slug: str, number: int, which: int) -> Status[None]:
    """Take one's own answer back."""
    one(ask_of(request, slug, number).answers.all(), pk=which).take_back(by=request.user)
    return Status(204, None)


@router.post("/communities/{slug}/asks/{int:number}/end", response=AskFound)
def end_ask(request: PersonRequest, slug: str, number: int, body: AskEndGiven) -> Ask:
    """Say whether one's own ask is solved, given up, or open again."""
    ask, now = ask_of(request, slug, number), timezone.now()
    if body.state == "open":
        ask.reopen(by=request.user, at=now)
    else:
        end = ask.solve if body.state == "solved" else ask.give_up
        end(came_of_it=body.came_of_it, by=request.user, at=now)
    return ask_of(request, slug, number)


@router.get("/communities/{slug}/brain-trust", response=PageOf[ExpertiseFound])
def list_brain_trust(request: PersonRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """List what people in a community say they can help with."""
    here = Membership.objects.current().filter(community=community_of(request, slug))
    found = Expertise.objects.visible_to(request.user).filter(person__in=here.values("person"))
    return page_of(request, _stated(found), order=["person", "pk"], paging=paging)


@router.get("/me/expertise", response=PageOf[ExpertiseFound])
def list_own_expertise(request: PersonRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List what one states and shows oneself."""
    found = Expertise.objects.filter(person=request.user)
    return page_of(request, _stated(found), order=["pk"], paging=paging)


@router.post("/me/expertise", response={201: ExpertiseFound})
def state_expertise(request: PersonRequest, body: ExpertiseGiven) -> Expertise:
    """State what one can help with."""
    return Expertise.state(text=body.text, by=request.user, at=timezone.now())


@router.api_operation(["DELETE"], "/me/expertise/{int:number}", response={204: None})
def hide_expertise(request: PersonRequest, number: int) -> Status[None]:
    """State or show it no longer."""
    Expertise.hide(which=number, by=request.user)
    return Status(204, None)


def ask_of(request: PersonRequest, slug: str, number: int) -> Ask:
    """An ask that the person may see."""
    found: Ask = one(_asks(request).filter(community=community_of(request, slug)), pk=number)
    return found


def _asks(request: PersonRequest) -> Any:
    found = Ask.objects.visible_to(request.user).select_related("community", "asked_by")
    return found.prefetch_related("answers__answered_by")


def _stated(found: Any) -> Any:
    return found.select_related("person", "contribution__solution", "answer__ask")
