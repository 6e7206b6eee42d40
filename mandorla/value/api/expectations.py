"""What a community is expected to bring: the selection, the shipped catalogue, and own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import Field

from mandorla.base.api.fields import Answer, Given, Id, Key, Name, Named, OneLine, Words
from mandorla.base.api.paging import PageOf
from mandorla.base.api.problems import Invalid, must_be_allowed, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.communities.rules import facilitates
from mandorla.value.api.suggestions import (
    FACILITATORS,
    MOST_AT_ONCE,
    Number,
    NumbersGiven,
    waiting_of,
)
from mandorla.value.catalogue import ShippedExpectation, shipped_expectations
from mandorla.value.expectation_page import may_serve
from mandorla.value.models import Expectation
from mandorla.value.models.expectation import MOST

if TYPE_CHECKING:
    from mandorla.communities.models import Community

router = Router(tags=["Expectations"])

Level = Literal["organization", "group", "person"]
Horizon = Literal["short", "long"]


Measure = Annotated[str, OneLine(200)]


class ShippedFound(Answer):
    """An expectation that ships with Mandorla, in neutral words."""

    key: str
    level: Level
    horizon: Horizon
    text: str
    measure: str
    note: str = Field(description="What to ask about a good that is scarce; empty for others.")
    suits: list[str] = Field(description="The keys of archetypes that it is offered to first.")

    @staticmethod
    def resolve_suits(entry: ShippedExpectation) -> list[str]:
        """By key."""
        return sorted(entry.suits)


class ShippedAsked(Schema):
    """Which entries of the catalogue are asked for."""

    archetype: Words = Field("", description="The key of an archetype that they suit.")
    q: Words = Field("", description="Words or beginnings of words.")


class ExpectationFound(Answer):
    """An expectation of a community, as both sides weigh it in the next round."""

    id: Id
    text: str
    level: Level
    horizon: Horizon
    measure: str
    key: str = Field(description="Its key in the shipped catalogue; empty when not from there.")
    place: int | None = Field(
        None, description="Its place among the current ones, from 1; null when it was dropped."
    )
    objectives: list[Named]
    is_dropped: bool

    @staticmethod
    def resolve_is_dropped(expectation: Expectation) -> bool:
        """Whether rounds weigh it no more."""
        return expectation.dropped_at is not None

    @staticmethod
    def resolve_objectives(expectation: Expectation) -> list[Any]:
        """By name."""
        return sorted(expectation.objectives.all(), key=lambda o: (o.name, o.pk))


class ExpectationGiven(Given):
    """A new expectation. With `key`, what is left out is as in the catalogue."""

    key: Key = ""
    text: Name | None = None
    level: Level | None = None
    horizon: Horizon | None = None
    measure: Measure | None = None
    suggestions: list[Number] = Field(
        default_factory=list,
        max_length=MOST_AT_ONCE,
        description="What people said that it stands for.",
    )


class RewordingGiven(Given):
    """Other words for an expectation; what is left out stays as it is."""

    text: Name | None = None
    level: Level | None = None
    horizon: Horizon | None = None
    measure: Measure | None = None


class ExpectationPlaceGiven(Given):
    """Where an expectation stands among the current ones."""

    place: int = Field(ge=1, le=MOST)


class ServesGiven(Given):
    """All objectives that an expectation serves."""

    objectives: list[Id] = Field(max_length=1_000)


@router.get("/expectations", response=PageOf[ShippedFound])
def list_catalogue(request: PersonRequest, asked: Query[ShippedAsked]) -> dict[str, Any]:
    """List the shipped catalogue of expectations: neutral words for both sides, to choose from."""
    found = [
        entry
        for entry in shipped_expectations().values()
        if (not asked.archetype or asked.archetype in entry.suits) and entry.is_named(asked.q)
    ]
    return {"items": found, "next": None}


@router.get("/communities/{slug}/expectations", response=PageOf[ExpectationFound])
def list_expectations(request: PersonRequest, slug: str) -> dict[str, Any]:
    """List the expectations that the next round weighs, in their order; 16 at most."""
    return {"items": _placed(community_of(request, slug)), "next": None}


@router.post("/communities/{slug}/expectations", response={201: ExpectationFound})
def choose_expectation(request: PersonRequest, slug: str, body: ExpectationGiven) -> Expectation:
    """Put one more among the expectations, from the catalogue or in words of one's own."""
    community = _to_facilitate(request, slug)
    words = _words_of(body)
    chosen = Expectation.choose(
        community=community,
        suggestions=waiting_of(community, body.suggestions),
        by=request.user,
        at=timezone.now(),
        **words,
    )
    return _answered(chosen)


@router.get("/communities/{slug}/expectations/{expectation_id}", response=ExpectationFound)
def show_expectation(request: PersonRequest, slug: str, expectation_id: Id) -> Expectation:
    """Show one expectation, also one that was dropped."""
    return _answered(_expectation(request, community_of(request, slug), expectation_id))


@router.patch("/communities/{slug}/expectations/{expectation_id}", response=ExpectationFound)
def reword_expectation(
    request: PersonRequest, slug: str, expectation_id: Id, body: RewordingGiven
) -> Expectation:
    """Word an expectation anew, from the next round on."""
    found = _expectation(request, _to_facilitate(request, slug), expectation_id)
    said = {name: value for name, value in body.said().items() if value is not None}
    found.reword(**{**found.words, **said}, by=request.user, at=timezone.now())
    return _answered(found)


@router.api_operation(
    ["DELETE"], "/communities/{slug}/expectations/{expectation_id}", response={204: None}
)
def drop_expectation(request: PersonRequest, slug: str, expectation_id: Id) -> Status[None]:
    """Drop an expectation: it is not weighed from the next round on, earlier rounds keep it."""
    found = _expectation(request, _to_facilitate(request, slug), expectation_id)
    found.drop(by=request.user, at=timezone.now())
    return Status(204, None)


@router.put("/communities/{slug}/expectations/{expectation_id}/place", response=ExpectationFound)
def move_expectation(
    request: PersonRequest, slug: str, expectation_id: Id, body: ExpectationPlaceGiven
) -> Expectation:
    """Put an expectation at another place among the current ones."""
    found = _expectation(request, _to_facilitate(request, slug), expectation_id)
    found.shift(place=body.place, by=request.user, at=timezone.now())
    return _answered(found)


@router.put(
    "/communities/{slug}/expectations/{expectation_id}/objectives", response=ExpectationFound
)
def serve_objectives(
    request: PersonRequest, slug: str, expectation_id: Id, body: ServesGiven
) -> Expectation:
    """Say which objectives of the organization an expectation serves: these, and no others."""
    found = _expectation(request, _to_facilitate(request, slug), expectation_id)
    objectives = list(may_serve(found, person=request.user).filter(pk__in=body.objectives))
    if len(objectives) != len(set(body.objectives)):
        raise Invalid(objectives=_("One of these objectives is retired or does not exist."))
    found.serve(objectives, by=request.user, at=timezone.now())
    return _answered(found)


@router.post(
    "/communities/{slug}/expectations/{expectation_id}/suggestions", response=ExpectationFound
)
def merge_suggestions(
    request: PersonRequest, slug: str, expectation_id: Id, body: NumbersGiven
) -> Expectation:
    """Take suggestions up under an expectation that says the same."""
    community = _to_facilitate(request, slug)
    found = _expectation(request, community, expectation_id)
    said = waiting_of(community, body.suggestions)
    found.take_up(said, by=request.user, at=timezone.now())
    return _answered(found)


def _to_facilitate(request: PersonRequest, slug: str) -> Community:
    community = community_of(request, slug)
    must_be_allowed(facilitates(request.user, community.roles_of(request.user)), FACILITATORS)
    return community


def _expectation(request: PersonRequest, community: Community, pk: int) -> Expectation:
    visible = Expectation.objects.visible_to(request.user).filter(community=community)
    return one(visible.select_related("community"), pk=pk)


def _words_of(body: ExpectationGiven) -> dict[str, Any]:
    """What was sent, and for what was left out what the catalogue says."""
    sent = {name: getattr(body, name) for name in ("text", "level", "horizon", "measure")}
    said = {name: value for name, value in sent.items() if value is not None}
    entry = shipped_expectations().get(body.key)
    if body.key and entry is None:
        raise Invalid(key=_("The catalogue has no such entry."))
    words = {"measure": "", **(entry.words if entry else {}), **said}
    missing = [name for name in ("text", "level", "horizon") if name not in words]
    if missing:
        raise Invalid(**dict.fromkeys(missing, _("Say this, or name an entry of the catalogue.")))
    return words


def _placed(community: Community) -> list[Expectation]:
    current = Expectation.objects.filter(community=community).current()
    found = list(current.prefetch_related("objectives"))
    for place, expectation in enumerate(found, 1):
        expectation.place = place  # type: ignore[attr-defined]
    return found


def _answered(expectation: Expectation) -> Expectation:
    """It as it is kept now, with its place."""
    placed = {found.pk: found for found in _placed(expectation.community)}
    return placed.get(expectation.pk, expectation)
