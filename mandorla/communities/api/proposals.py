"""Proposing a community: in steps, saved as you go, seen by nobody else until it is done."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Line, Lines, Named, unsaid
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import Invalid, known, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.charters import Forces, ForcesGiven, Texts, TextsGiven
from mandorla.communities.api.communities import (
    CommunityFound,
    Joining,
    read_community,
)
from mandorla.communities.charter_fields import FIELD_NAMES
from mandorla.communities.models import Archetype, Community, Proposal
from mandorla.communities.models.charter_parts import FORCES
from mandorla.communities.similar import similar_communities
from mandorla.people.models import Person, Unit

router = Router(tags=["Proposals"])


class ProposalFound(Answer):
    """A community somebody is about to propose."""

    id: Id
    archetype: str
    name: str
    purpose: str
    joining: Joining
    unit: Id | None = Field(validation_alias="unit_id")
    sponsor: Id | None = Field(validation_alias="sponsor_id")
    first_people: list[Named] = Field(description="In the core group from the first day.")
    forces: Forces
    texts: Texts
    begun_at: datetime
    saved_at: datetime
    community: str | None = Field(description="The slug of what became of it.")

    @staticmethod
    def resolve_first_people(proposal: Proposal) -> list[Person]:
        """Those who are taken along, in an order that stays."""
        return sorted(proposal.first_people.all(), key=lambda person: (person.name, person.pk))

    @staticmethod
    def resolve_forces(proposal: Proposal) -> dict[str, list[str]]:
        """The entries by force, with empty lists for those without."""
        return {kind: proposal.forces.get(kind, []) for kind in FORCES}

    @staticmethod
    def resolve_texts(proposal: Proposal) -> dict[str, str]:
        """The texts by field, empty where nothing is written."""
        return {name: proposal.texts.get(name, "") for name in FIELD_NAMES}

    @staticmethod
    def resolve_community(proposal: Proposal) -> str | None:
        """The address of the community, once there is one."""
        return proposal.community.slug if proposal.community else None


class SimilarFound(Answer):
    """A community that is like the one proposed, and why."""

    slug: str
    name: str
    purpose: str
    status: str
    score: float = Field(ge=0, le=1, description="How alike the two are.")
    words: list[str] = Field(description="Words in common, the most telling first.")
    is_alike_in_name: bool
    leaders: list[str]
    is_asked: bool = Field(description="Whether one has asked to co-lead it and waits.")


class ProposalGiven(Given):
    """How a proposal begins."""

    archetype: Line = Field("", description="The key of an archetype, or empty.")


class ProposalStepGiven(Given):
    """Answers to be saved; what is left out stays as it is."""

    archetype: Line = unsaid()
    name: Line = unsaid()
    purpose: Annotated[str, Lines(2_000)] = Field(default_factory=str)
    joining: Joining = unsaid()
    unit: Id | None = None
    sponsor: Id | None = None
    forces: ForcesGiven = Field(default_factory=ForcesGiven)
    texts: TextsGiven = Field(default_factory=TextsGiven)


def _own(request: PersonRequest) -> QuerySet[Proposal]:
    mine = Proposal.objects.visible_to(request.user).select_related("community")
    return mine.prefetch_related("first_people")


def _active(*, field: str, pk: int) -> Person:
    return known(Person.objects.filter(is_active=True), field=field, pk=pk)


def _must_be_archetype(key: str) -> None:
    if key and key not in Archetype.names():
        raise Invalid(archetype=_("There is no archetype with this key."))


@router.get("/proposals", response=PageOf[ProposalFound])
def list_proposals(request: PersonRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List one's own proposals, the newest first."""
    return page_of(request, _own(request), order=["-pk"], paging=paging)


@router.post("/proposals", response={201: ProposalFound})
def begin_proposal(request: PersonRequest, body: ProposalGiven) -> Proposal:
    """Begin to propose a community."""
    _must_be_archetype(body.archetype)
    return Proposal.begin(archetype=body.archetype, by=request.user, at=timezone.now())


@router.get("/proposals/{proposal_id}", response=ProposalFound)
def show_proposal(request: PersonRequest, proposal_id: Id) -> Proposal:
    """Read one of one's own proposals."""
    return one(_own(request), pk=proposal_id)


@router.patch("/proposals/{proposal_id}", response=ProposalFound)
def save_proposal(request: PersonRequest, proposal_id: Id, body: ProposalStepGiven) -> Proposal:
    """Save some answers; the others stay as they are."""
    proposal = one(_own(request), pk=proposal_id)
    answers = body.said()
    if "archetype" in answers:
        _must_be_archetype(body.archetype)
    if body.unit is not None:
        answers["unit"] = known(Unit.objects.all(), field="unit", pk=body.unit)
    if "forces" in answers:
        answers["forces"] = proposal.forces | body.forces.said()
    if "texts" in answers:
        answers["texts"] = proposal.texts | body.texts.said()
    at = timezone.now()
    if body.sponsor is not None:
        sponsor = _active(field="sponsor", pk=answers.pop("sponsor"))
        proposal.choose_sponsor(sponsor, at=at)
    proposal.save_step(**answers, at=at)
    return show_proposal(request, proposal_id)


@router.put("/proposals/{proposal_id}/people/{person_id}", response=ProposalFound)
def take_along(request: PersonRequest, proposal_id: Id, person_id: Id) -> Proposal:
    """Let somebody be in the core group from the first day."""
    proposal = one(_own(request), pk=proposal_id)
    proposal.take_along(_active(field="person_id", pk=person_id))
    return show_proposal(request, proposal_id)


@router.api_operation(
    ["DELETE"], "/proposals/{proposal_id}/people/{person_id}", response={204: None}
)
def leave_out(request: PersonRequest, proposal_id: Id, person_id: Id) -> Status[None]:
    """Let somebody not be in the core group from the first day after all."""
    proposal = one(_own(request), pk=proposal_id)
    proposal.leave_out(one(proposal.first_people.all(), pk=person_id))
    return Status(204, None)


@router.get("/proposals/{proposal_id}/similar", response=PageOf[SimilarFound])
def list_similar(request: PersonRequest, proposal_id: Id) -> dict[str, Any]:
    """List the communities that are most like the one proposed, with the words in common."""
    proposal = one(_own(request), pk=proposal_id)
    forces = [*proposal.forces.get("benefit", []), *proposal.forces.get("concern", [])]
    found = similar_communities(
        name=proposal.name, purpose=proposal.purpose, forces=forces, person=request.user
    )
    return {"items": found, "next": None}


@router.api_operation(["DELETE"], "/proposals/{proposal_id}", response={204: None})
def drop_proposal(request: PersonRequest, proposal_id: Id) -> Status[None]:
    """Give a proposal up; nothing of it stays."""
    one(_own(request), pk=proposal_id).drop()
    return Status(204, None)


@router.post("/proposals/{proposal_id}/submission", response={201: CommunityFound})
def submit_proposal(request: PersonRequest, proposal_id: Id) -> Community:
    """Make the community: forming, led by who proposed it, with a first draft of its charter."""
    community = one(_own(request), pk=proposal_id).submit(at=timezone.now())
    return read_community(request, community.slug)
