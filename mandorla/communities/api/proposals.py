"""Proposing a community: in steps, saved as you go, seen by nobody else until it is done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Line, Prose, unsaid
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
    forces: Forces
    texts: Texts
    begun_at: datetime
    saved_at: datetime
    community: str | None = Field(description="The slug of what became of it.")

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


class ProposalGiven(Given):
    """How a proposal begins."""

    archetype: Line = Field("", description="The key of an archetype, or empty.")


class StepGiven(Given):
    """Answers to be saved; what is left out stays as it is."""

    archetype: Line = unsaid()
    name: Line = unsaid()
    purpose: Prose = unsaid()
    joining: Joining = unsaid()
    unit: Id | None = None
    sponsor: Id | None = None
    forces: ForcesGiven = Field(default_factory=ForcesGiven)
    texts: TextsGiven = Field(default_factory=TextsGiven)


def _own(request: PersonRequest) -> QuerySet[Proposal]:
    return Proposal.objects.visible_to(request.user).select_related("community")


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
def save_proposal(request: PersonRequest, proposal_id: Id, body: StepGiven) -> Proposal:
    """Save some answers; the others stay as they are."""
    proposal = one(_own(request), pk=proposal_id)
    answers = body.said()
    if "archetype" in answers:
        _must_be_archetype(body.archetype)
    if body.unit is not None:
        answers["unit"] = known(Unit.objects.all(), field="unit", pk=body.unit)
    if body.sponsor is not None:
        people = Person.objects.filter(is_active=True)
        answers["sponsor"] = known(people, field="sponsor", pk=body.sponsor)
    if "forces" in answers:
        answers["forces"] = proposal.forces | body.forces.said()
    if "texts" in answers:
        answers["texts"] = proposal.texts | body.texts.said()
    proposal.save_step(**answers, at=timezone.now())
    return proposal


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
