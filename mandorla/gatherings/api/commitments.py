"""What people took on: of a community, and one's own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Named, OneLine
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import known, must_be_allowed, must_see, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.gatherings.models import Commitment
from mandorla.gatherings.rules import changes_commitment, sees_facilitators
from mandorla.people.models import Person

router = Router(tags=["Commitments"])
CHANGED_BY = _("Who took it on, and those who facilitate, say what becomes of it.")


class CommitmentFound(Answer):
    """Something somebody does by a day."""

    id: Id
    community: str = Field(validation_alias="community.slug")
    text: str
    owner: Named
    due_on: date
    state: Literal["open", "done", "dropped"]
    came_of_it: str = Field(description="What was done, or why it was dropped.")
    made_at: datetime
    closed_at: datetime | None


class CommitmentGiven(Given):
    """What somebody takes on."""

    text: Annotated[str, OneLine(200, fewest=1)]
    owner: Id
    due_on: date


class CommitmentEndGiven(Given):
    """What came of it."""

    came_of_it: Annotated[str, OneLine(300)] = ""


class DropGiven(Given):
    """Why nobody does it."""

    because: Annotated[str, OneLine(300, fewest=1)]


class CommitmentDayGiven(Given):
    """Another day."""

    due_on: date


class CommitmentOwnerGiven(Given):
    """Somebody else."""

    owner: Id


@router.get("/communities/{slug}/commitments", response=PageOf[CommitmentFound])
def list_commitments(request: PersonRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """List what was taken on in a community: to those in it."""
    community = community_of(request, slug)
    must_see(sees_facilitators(request.user, community.roles_of(request.user)))
    rows = Commitment.objects.filter(community=community).select_related("community", "owner")
    return page_of(request, rows, order=["due_on", "pk"], paging=paging)


@router.get("/me/commitments", response=PageOf[CommitmentFound])
def list_own_commitments(request: PersonRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List what the one who asks took on, in all communities."""
    rows = Commitment.objects.filter(owner=request.user).select_related("community", "owner")
    return page_of(request, rows, order=["due_on", "pk"], paging=paging)


@router.post("/communities/{slug}/commitments", response={201: CommitmentFound})
def make_commitment(request: PersonRequest, slug: str, body: CommitmentGiven) -> Commitment:
    """Write down what somebody takes on."""
    community = community_of(request, slug)
    must_see(sees_facilitators(request.user, community.roles_of(request.user)))
    return Commitment.make(
        community=community,
        text=body.text,
        owner=_person(body.owner),
        due_on=body.due_on,
        by=request.user,
        at=timezone.now(),
    )


@router.get("/communities/{slug}/commitments/{int:pk}", response=CommitmentFound)
def show_commitment(request: PersonRequest, slug: str, pk: Id) -> Commitment:
    """Show one commitment."""
    return _found(request, slug, pk)


@router.post("/communities/{slug}/commitments/{int:pk}/end", response=CommitmentFound)
def finish_commitment(
    request: PersonRequest, slug: str, pk: Id, body: CommitmentEndGiven
) -> Commitment:
    """Say that it is done."""
    commitment = _to_change(request, slug, pk)
    commitment.finish(by=request.user, at=timezone.now(), **body.model_dump())
    return commitment


@router.post("/communities/{slug}/commitments/{int:pk}/removal", response=CommitmentFound)
def drop_commitment(request: PersonRequest, slug: str, pk: Id, body: DropGiven) -> Commitment:
    """Drop it, and say why."""
    commitment = _to_change(request, slug, pk)
    commitment.drop(by=request.user, at=timezone.now(), **body.model_dump())
    return commitment


@router.post("/communities/{slug}/commitments/{int:pk}/reopening", response=CommitmentFound)
def reopen_commitment(request: PersonRequest, slug: str, pk: Id) -> Commitment:
    """Take it up again."""
    commitment = _to_change(request, slug, pk)
    commitment.reopen(by=request.user, at=timezone.now())
    return commitment


@router.put("/communities/{slug}/commitments/{int:pk}/day", response=CommitmentFound)
def postpone_commitment(
    request: PersonRequest, slug: str, pk: Id, body: CommitmentDayGiven
) -> Commitment:
    """Give it another day."""
    commitment = _to_change(request, slug, pk)
    commitment.postpone(by=request.user, at=timezone.now(), **body.model_dump())
    return commitment


@router.put("/communities/{slug}/commitments/{int:pk}/owner", response=CommitmentFound)
def hand_over_commitment(
    request: PersonRequest, slug: str, pk: Id, body: CommitmentOwnerGiven
) -> Commitment:
    """Hand it over to somebody else in the community."""
    commitment = _to_change(request, slug, pk)
    commitment.hand_over(owner=_person(body.owner), by=request.user, at=timezone.now())
    return commitment


def _found(request: PersonRequest, slug: str, pk: int) -> Commitment:
    rows = Commitment.objects.visible_to(request.user).filter(community__slug=slug)
    return one(rows.select_related("community", "owner"), pk=pk)


def _to_change(request: PersonRequest, slug: str, pk: int) -> Commitment:
    commitment = _found(request, slug, pk)
    roles = commitment.community.roles_of(request.user)
    must_be_allowed(changes_commitment(request.user, commitment, roles), CHANGED_BY)
    return commitment


def _person(pk: int) -> Person:
    return known(Person.objects.filter(is_active=True), field="owner", pk=pk)
