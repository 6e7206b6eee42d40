"""Archetypes: the kinds of community to start from, and this installation's own words for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Router, Status
from pydantic import Field, create_model, field_validator, model_validator

from mandorla.base.api.fields import Answer, Entry, Given, Name, OneLine, Prose, Reason
from mandorla.base.api.paging import PageOf
from mandorla.base.api.problems import must_be_allowed, one
from mandorla.base.web import PersonRequest
from mandorla.communities.archetypes import ShippedArchetype, archetype_fields
from mandorla.communities.charter_fields import CHARTER_FIELDS
from mandorla.communities.models import Archetype
from mandorla.communities.rules import may_edit_archetypes
from mandorla.core.waiting import TAKES

router = Router(tags=["Archetypes"])
if TYPE_CHECKING:
    Takes = str
else:
    Takes = Literal[tuple(TAKES)]
EDITORS = gettext_lazy("Program managers keep the archetypes.")


class ArchetypeStep(Answer):
    """A step of the agenda, with the minutes it may take."""

    minutes: int
    title: str
    takes: list[str] = Field(
        description="What a drafted agenda puts there from the backlog; nothing: only the step."
    )


class StepGiven(Given):
    """A step of the agenda, with the minutes it may take."""

    minutes: int = Field(ge=0, le=999)
    title: Name
    takes: list[Takes] = Field(
        default_factory=list, max_length=20, description="What a drafted agenda puts there."
    )


class Risk(Answer):
    """What typically goes wrong, and what to do about it."""

    risk: str
    advice: str


class RiskGiven(Given):
    """What typically goes wrong, and what to do about it."""

    risk: Entry
    advice: Entry


class Hints(Answer):
    """What to think about when a pair of forces is judged."""

    benefit_concern: str
    concern_payoff: str
    benefit_payoff: str


class HintsGiven(Given):
    """What to think about when a pair of forces is judged."""

    benefit_concern: Prose = ""
    concern_payoff: Prose = ""
    benefit_payoff: Prose = ""


class ArchetypeFound(Answer):
    """A kind of community to start from, as this installation uses it."""

    key: str
    name: str
    summary: str
    choose_when: str
    founding: bool = Field(description="One of the three kinds the product was built for.")
    credit: str
    source: str
    provenance: str
    size_low: int
    size_high: int
    cadence: str
    rule: str = Field(description="The cadence as an RFC 5545 rule; may be empty.")
    minutes: int
    joining: Literal["open", "ask", "closed"]
    license_months: int
    benefits: list[str]
    concerns: list[str]
    payoffs: list[str]
    fits: Hints
    agenda: list[ArchetypeStep]
    leading_measures: list[str]
    outcome_measures: list[str]
    risks: list[Risk]
    charter: dict[str, str] = Field(description="Suggested texts by the charter's field.")


if TYPE_CHECKING:

    class CharterTextsGiven(Given):
        """Suggested texts."""

else:
    CharterTextsGiven = create_model(
        "CharterTextsGiven",
        __base__=Given,
        __doc__="Suggested texts by the charter's field; an empty one is no suggestion.",
        **{field.name: (Prose, "") for field in CHARTER_FIELDS},
    )


class ArchetypeGiven(Given):
    """An archetype in the installation's own words; its credit and source stay as they are."""

    name: Annotated[str, OneLine(80, fewest=1)]
    summary: Reason
    choose_when: Reason
    size_low: int = Field(ge=1, le=100_000)
    size_high: int = Field(ge=1, le=100_000)
    cadence: Name
    rule: Annotated[str, OneLine(200)] = ""
    joining: Literal["open", "ask", "closed"]
    license_months: int = Field(ge=1, le=120)
    benefits: list[Entry] = Field(min_length=1, max_length=50)
    concerns: list[Entry] = Field(min_length=1, max_length=50)
    payoffs: list[Entry] = Field(min_length=1, max_length=50)
    fits: HintsGiven = Field(default_factory=HintsGiven)
    agenda: list[StepGiven] = Field(min_length=1, max_length=50)
    leading_measures: list[Entry] = Field(min_length=1, max_length=50)
    outcome_measures: list[Entry] = Field(min_length=1, max_length=50)
    risks: list[RiskGiven] = Field(min_length=1, max_length=50)
    charter: CharterTextsGiven = Field(default_factory=CharterTextsGiven)

    @field_validator("rule")
    @classmethod
    def understood(cls, rule: str) -> str:
        """Refuse a rule that no calendar understands."""
        from dateutil.rrule import rrulestr  # slow import

        try:
            if rule:
                rrulestr(rule)
        except (ValueError, TypeError, AttributeError, OverflowError) as wrong:
            raise ValueError(_("No calendar understands this rule.")) from wrong
        return rule

    @model_validator(mode="after")
    def ends_in_order(self) -> ArchetypeGiven:
        """Refuse a size that ends before it begins."""
        if self.size_low > self.size_high:
            raise ValueError(_("size_high is smaller than size_low."))
        return self


def _kind(key: str) -> ShippedArchetype:
    kind = Archetype.in_use().get(key)
    if kind is None:
        raise Http404
    return kind


@router.get("/archetypes", response=PageOf[ArchetypeFound])
def list_archetypes(request: PersonRequest) -> dict[str, Any]:
    """List the kinds of community, the founding ones first. There is one page of them."""
    kinds = [archetype_fields(kind) for kind in Archetype.in_use().values()]
    return {"items": kinds, "next": None}


@router.get("/archetypes/{key}", response=ArchetypeFound)
def show_archetype(request: PersonRequest, key: str) -> dict[str, Any]:
    """Read a kind of community as this installation uses it."""
    return archetype_fields(_kind(key))


@router.put("/archetypes/{key}", response=ArchetypeFound)
def edit_archetype(request: PersonRequest, key: str, body: ArchetypeGiven) -> dict[str, Any]:
    """Use this installation's own words for a kind; existing communities do not change."""
    kind = _kind(key)
    must_be_allowed(may_edit_archetypes(request.user), EDITORS)
    given = body.dict()
    given["minutes"] = sum(step.minutes for step in body.agenda)
    given["charter"] = {name: text for name, text in given["charter"].items() if text}
    for name in ("founding", "credit", "source", "provenance"):
        given[name] = getattr(kind, name)
    Archetype.edit(key=key, content=given, by=request.user, at=timezone.now())
    return archetype_fields(_kind(key))


@router.api_operation(["DELETE"], "/archetypes/{key}/copy", response={204: None})
def restore_archetype(request: PersonRequest, key: str) -> Status[None]:
    """Use a kind as it ships again."""
    _kind(key)
    must_be_allowed(may_edit_archetypes(request.user), EDITORS)
    one(Archetype.objects.all(), key=key).restore(by=request.user, at=timezone.now())
    return Status(204, None)
