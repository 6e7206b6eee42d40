"""Stories: what became of what a community did, as far as the caller may read it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Edits, Given, Id, Lines, Named, OneLine, unsaid
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import known, must_be_allowed, must_see
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.ledger.api.claims import ClaimFound, claim_found
from mandorla.ledger.models import Proof, Story
from mandorla.ledger.models.story import SOURCES
from mandorla.ledger.shelf import RELATED, Told, read_story, told_of
from mandorla.ledger.story_sources import MODELS
from mandorla.strategy.models import Objective

router = Router(tags=["Stories"])
TELLERS = _("Only who told a story can change it.")

StepName = Literal["happened", "useful", "used", "difference", "success"]
SeenBy = Literal["community", "organization", "sponsor"]
StepWords = Annotated[str, Lines(2_000)]
Title = Annotated[str, OneLine(120, fewest=1)]
Some = Annotated[list[Id], Field(max_length=10)]


class ProofFound(Answer):
    """What shows that a story is so."""

    id: Id
    kind: Literal["file", "link", "note"]
    text: str
    address: str = Field(description="Where a link leads, or where a file is handed out.")


class ToldStoryFound(Answer):
    """What somebody got from a community and what became of it."""

    number: int
    title: str
    teller: Named | None = Field(description="null: told without a name.")
    unit: Named | None
    seen_by: SeenBy
    state: Literal["told", "withdrawn"]
    steps: dict[StepName, str] = Field(description="What is said, by the name of the step.")
    promised_on: date | None = Field(description="When the teller is asked how it went on.")
    told_on: date
    solution: Id | None
    ask: Id | None
    gathering: Id | None
    lesson: Id | None
    expectations: list[Id]
    objectives: list[Id]
    proofs: list[ProofFound]
    claim: ClaimFound | None
    is_mine: bool
    edits: int = Field(description="Send it back with a change, so that nobody overwrites another.")


class StoryGiven(Given):
    """What somebody tells."""

    title: Title
    steps: dict[StepName, StepWords] = Field(description="At least one; any can be the start.")
    seen_by: SeenBy = "community"
    is_nameless: bool = Field(default=False, description="Nobody is told who told it.")
    promised_on: date | None = Field(None, description="Ask me again on this day, once.")
    solution: Id | None = None
    ask: Id | None = None
    gathering: Id | None = None
    lesson: Id | None = None
    expectations: Some = Field(default_factory=list)
    objectives: Some = Field(default_factory=list)
    key: UUID | None = Field(None, description="Made by the caller: sent twice, told once.")


class StoryChangeGiven(Given):
    """How a story reads from now on; a step that is left out is empty."""

    title: Title
    steps: dict[StepName, StepWords]
    seen_by: SeenBy
    is_nameless: bool
    expectations: Some = Field(default_factory=list)
    objectives: Some = Field(default_factory=list)
    edits: Edits


class StoryStepGiven(Given):
    """How a story went on."""

    step: StepName
    text: Annotated[str, Lines(2_000, fewest=1)]


class StoryPromiseGiven(Given):
    """When to ask how a story went on."""

    on: date


class ProofGiven(Given):
    """A link or a note; a file has a door of its own."""

    text: Annotated[str, OneLine(300, fewest=1)]
    address: Annotated[str, OneLine(500)] = unsaid()


@router.get("/communities/{slug}/stories", response=PageOf[ToldStoryFound])
def list_stories(request: PersonRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """List the stories of a community that the caller may read, in their order."""
    rows = Story.objects.visible_to(request.user).filter(community=community_of(request, slug))
    rows = rows.select_related(*RELATED)
    rows = rows.prefetch_related("expectations", "objectives", "proofs")
    page = page_of(request, rows, order=["number"], paging=paging)
    items = [_found(told) for told in told_of(page["items"], request.user)]
    return {**page, "items": items}


@router.post("/communities/{slug}/stories", response={201: ToldStoryFound})
def tell_story(request: PersonRequest, slug: str, body: StoryGiven) -> dict[str, Any]:
    """Tell a story."""
    community = community_of(request, slug)
    facts = body.model_dump(exclude={*SOURCES, "expectations", "objectives"})
    of = {kind: pk for kind in SOURCES if (pk := getattr(body, kind)) is not None}
    for kind, pk in of.items():
        rows = MODELS[kind].objects.visible_to(request.user).filter(community=community)
        facts[kind] = known(rows, field=kind, pk=pk)
    story = Story.tell(
        community=community,
        **_serves(community, body),
        by=request.user,
        at=timezone.now(),
        **facts,
    )
    return found_for(request, slug, story.number)


@router.get("/communities/{slug}/stories/{int:number}", response=ToldStoryFound)
def get_story(request: PersonRequest, slug: str, number: int) -> dict[str, Any]:
    """Read one story."""
    return found_for(request, slug, number)


@router.put("/communities/{slug}/stories/{int:number}", response=ToldStoryFound)
def change_story(
    request: PersonRequest, slug: str, number: int, body: StoryChangeGiven
) -> dict[str, Any]:
    """Word a story anew, or choose who may read it."""
    story = own_story(request, slug, number)
    facts = body.model_dump(exclude={"expectations", "objectives"})
    serves = _serves(story.community, body)
    story.change(by=request.user, at=timezone.now(), **facts, **serves)
    return found_for(request, slug, number)


@router.post("/communities/{slug}/stories/{int:number}/steps", response=ToldStoryFound)
def add_story_step(
    request: PersonRequest, slug: str, number: int, body: StoryStepGiven
) -> dict[str, Any]:
    """Say how a story went on."""
    story = own_story(request, slug, number)
    story.add_step(by=request.user, at=timezone.now(), **body.model_dump())
    return found_for(request, slug, number)


@router.put("/communities/{slug}/stories/{int:number}/promise", response=ToldStoryFound)
def promise_story_step(
    request: PersonRequest, slug: str, number: int, body: StoryPromiseGiven
) -> dict[str, Any]:
    """Say when to ask how a story went on: once."""
    own_story(request, slug, number).promise(on=body.on, by=request.user, at=timezone.now())
    return found_for(request, slug, number)


@router.post("/communities/{slug}/stories/{int:number}/withdrawal", response=ToldStoryFound)
def withdraw_story(request: PersonRequest, slug: str, number: int) -> dict[str, Any]:
    """Take a story back: nobody else reads it any more."""
    own_story(request, slug, number).withdraw(by=request.user, at=timezone.now())
    return found_for(request, slug, number)


@router.post("/communities/{slug}/stories/{int:number}/proofs", response={201: ToldStoryFound})
def prove_story(request: PersonRequest, slug: str, number: int, body: ProofGiven) -> dict[str, Any]:
    """Add a link or a note that shows that a story is so."""
    story = own_story(request, slug, number)
    Proof.add(story=story, by=request.user, at=timezone.now(), **body.model_dump())
    return found_for(request, slug, number)


@router.post(
    "/communities/{slug}/stories/{int:number}/proofs/{int:pk}/removal", response={204: None}
)
def remove_proof(request: PersonRequest, slug: str, number: int, pk: int) -> None:
    """Take out what shows a story, with its bytes."""
    story = own_story(request, slug, number)
    found = story.proofs.filter(pk=pk).first()
    must_see(found)
    if found:
        found.remove(by=request.user, at=timezone.now())


def found_for(request: PersonRequest, slug: str, number: int) -> dict[str, Any]:
    """A story as the caller may read it."""
    return _found(story_of(request, slug, number))


def story_of(request: PersonRequest, slug: str, number: int) -> Told:
    """A story that the caller may read."""
    told = read_story(community_of(request, slug), number=number, reader=request.user)
    must_see(told)
    return told  # type: ignore[return-value]  # what is not there is a 404 by now


def own_story(request: PersonRequest, slug: str, number: int) -> Story:
    """A story that the caller told; others are told who may."""
    told = story_of(request, slug, number)
    must_be_allowed(told.is_mine, TELLERS)
    return told.story


def _serves(community: Any, body: StoryGiven | StoryChangeGiven) -> dict[str, Any]:
    """What it serves, of what is expected and pursued now."""
    rows = {"expectations": community.expectations.current(), "objectives": Objective.objects.all()}
    return {
        name: [known(found, field=name, pk=pk) for pk in getattr(body, name)]
        for name, found in rows.items()
    }


def _found(told: Told) -> dict[str, Any]:
    story = told.story
    same = ("number", "title", "seen_by", "state", "promised_on", "unit", "edits")
    hooks = {kind: getattr(story, f"{kind}_id") for kind in SOURCES}
    return {
        **{name: getattr(story, name) for name in same},
        **hooks,
        "ask": story.ask_id if told.sees_ask else None,
        "teller": story.shown_teller,
        "steps": {name: words for name, words in story.steps.items() if words},
        "told_on": timezone.localdate(story.told_at),
        "expectations": sorted(one.pk for one in story.expectations.all()),
        "objectives": sorted(one.pk for one in story.objectives.all()),
        "proofs": [_proof(story, one) for one in story.proofs.all()],
        "claim": claim_found(told.claim),
        "is_mine": told.is_mine,
    }


def _proof(story: Story, proof: Proof) -> dict[str, Any]:
    address = proof.address
    if proof.kind == "file":
        address = reverse("ledger:proof", args=[story.community.slug, story.number, proof.pk])
    return {"id": proof.pk, "kind": proof.kind, "text": proof.text, "address": address}
