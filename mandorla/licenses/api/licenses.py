"""The licenses of a community: what is permitted, and how it is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Edits, Given, Id, Lines, Named, Prose, unsaid
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import known, must_be_allowed, must_see, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.licenses.api.conditions import ConditionFound
from mandorla.licenses.application_page import gates_now, named_sponsors, similar_to
from mandorla.licenses.known import standing_of
from mandorla.licenses.models import Condition, License, LicenseSponsor, Policy
from mandorla.licenses.models.sponsor import SPONSOR_KINDS
from mandorla.licenses.rules import applies, reads_application
from mandorla.licenses.terms import Terms
from mandorla.people.models import Person

if TYPE_CHECKING:
    from mandorla.licenses.gates import Judged

router = Router(tags=["Licenses"])
APPLIERS = _("Those who run a community apply for its license.")

Kind = Literal["trial", "full"]
SponsorKind = Literal["line", "champion", "payer"]
Standing = Literal["in_force", "review_due", "grace", "lapsed", "paused", "none"]
Hours = Annotated[Decimal, Field(ge=0, le=9999, max_digits=6, decimal_places=1)]
Money = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
Currency = Annotated[str, Field(pattern=r"^([A-Za-z]{3})?$", description="As in ISO 4217.")]


class TermsFound(Answer):
    """What a license permits."""

    scope: str
    member_hours: Decimal | None = Field(description="A month, each member.")
    leader_hours: Decimal | None = Field(description="A month, those who lead, together.")
    budget: Decimal | None = Field(description="For the whole term.")
    currency: str
    decision_rights: str
    access_rights: str
    data_use: str
    obligations: str
    starts_on: date | None
    until_on: date | None
    next_review_on: date | None


class SponsorFound(Answer):
    """Somebody who sponsors it, and how."""

    kind: SponsorKind
    person: Named


class LicenseFound(TermsFound):
    """A license of a community."""

    number: int
    kind: Kind
    state: str
    standing: Standing = Field(description="What it is worth today, by its dates.")
    grantor: str = Field(description="In which role it was granted.")
    granted_by: Named | None
    granted_at: datetime | None
    applied_by: Named | None
    applied_at: datetime | None
    ended_on: date | None
    end_reason: str
    similar: list[dict[str, str]] = Field(description="Communities like it when it was asked for.")
    differs_because: str
    sponsors: list[SponsorFound]
    conditions: list[ConditionFound]
    edits: int = Field(description="Send it back with a change, so that nobody overwrites another.")

    @staticmethod
    def resolve_standing(license: License) -> str:
        """By its dates and the policy of its archetype."""
        policy = Policy.of(license.community.archetype)
        return standing_of(license, on=timezone.localdate(), policy=policy)

    @staticmethod
    def resolve_sponsors(license: License) -> list[LicenseSponsor]:
        """By name."""
        return sorted(license.sponsors.all(), key=lambda one: (one.person.name, one.kind))

    @staticmethod
    def resolve_conditions(license: License) -> list[Condition]:
        """The first due first."""
        return sorted(license.conditions.all(), key=lambda one: (one.due_on, one.pk))


class GateFound(Answer):
    """Something that is asked for before a license is granted."""

    name: str
    label: str
    state: Literal["met", "not_met", "unknown", "not_asked"]
    wants: str = Field(description="What would meet it.")
    why: str
    address: str = Field(description="The page on which that is done.")


class LicenseGiven(Given):
    """What is applied for."""

    kind: Kind


class TermsGiven(Given):
    """What is asked for; what is left out stays as it is."""

    edits: Edits
    scope: Prose = unsaid()
    member_hours: Hours | None = None
    leader_hours: Hours | None = None
    budget: Money | None = None
    currency: Currency = unsaid()
    decision_rights: Prose = unsaid()
    access_rights: Prose = unsaid()
    data_use: Prose = unsaid()
    obligations: Prose = unsaid()
    sponsors: dict[SponsorKind, Annotated[list[Id], Field(max_length=12)]] | None = Field(
        None, description="The numbers of the people, by how they sponsor it."
    )


class ApplicationGiven(Given):
    """The application as it is handed over."""

    edits: Edits
    differs_because: Annotated[str, Lines(4_000)] = Field(
        "", description="Needed when there are similar communities."
    )


@router.get("/communities/{slug}/licenses", response=PageOf[LicenseFound])
def list_licenses(request: PersonRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """List the licenses of a community, the first one first."""
    found = _licenses(request).filter(community=community_of(request, slug))
    return page_of(request, found, order=["number"], paging=paging)


@router.post("/communities/{slug}/licenses", response={201: LicenseFound})
def draft_license(request: PersonRequest, slug: str, body: LicenseGiven) -> License:
    """Begin an application."""
    community = community_of(request, slug)
    must_be_allowed(applies(request.user, community.roles_of(request.user)), APPLIERS)
    made = License.draft(community=community, kind=body.kind, by=request.user, at=timezone.now())
    return license_of(request, slug, made.number)


@router.get("/communities/{slug}/licenses/{int:number}", response=LicenseFound)
def read_license(request: PersonRequest, slug: str, number: int) -> License:
    """Read one license."""
    return license_of(request, slug, number)


@router.patch("/communities/{slug}/licenses/{int:number}", response=LicenseFound)
def write_license(request: PersonRequest, slug: str, number: int, body: TermsGiven) -> License:
    """Write what is asked for, while it is a draft."""
    found = _own(request, slug, number)
    said = body.said()
    edits, named = said.pop("edits"), said.pop("sponsors", None)
    found.write(
        terms=replace(Terms.of(found), **said),
        sponsors=named_sponsors(found) if named is None else _people(request, named),
        edits=edits,
        by=request.user,
        at=timezone.now(),
    )
    return license_of(request, slug, number)


@router.post("/communities/{slug}/licenses/{int:number}/application", response=LicenseFound)
def apply_for_license(
    request: PersonRequest, slug: str, number: int, body: ApplicationGiven
) -> License:
    """Hand the application over to those who decide; similar communities are looked for again."""
    found = _own(request, slug, number)
    similar = similar_to(found.community, person=request.user)
    found.apply(
        similar=[{"slug": one.slug, "name": one.name} for one in similar],
        differs_because=body.differs_because,
        edits=body.edits,
        by=request.user,
        at=timezone.now(),
    )
    return license_of(request, slug, number)


@router.post("/communities/{slug}/licenses/{int:number}/withdrawal", response=LicenseFound)
def withdraw_license(request: PersonRequest, slug: str, number: int) -> License:
    """Take an application back."""
    found = _own(request, slug, number)
    found.withdraw(by=request.user, at=timezone.now())
    return license_of(request, slug, number)


@router.get("/communities/{slug}/licenses/{int:number}/gates", response=list[GateFound])
def list_gates(request: PersonRequest, slug: str, number: int) -> list[dict[str, str]]:
    """List what is asked for before this license is granted, and how it stands now."""
    found = license_of(request, slug, number)
    must_see(reads_application(request.user, found.community.roles_of(request.user)))
    return [_gate(one) for one in gates_now(found, at=timezone.now())]


def license_of(request: PersonRequest, slug: str, number: int) -> License:
    """A license that the person may read, by its number in its community."""
    community = community_of(request, slug)
    found: License = one(_licenses(request).filter(community=community), number=number)
    return found


def _licenses(request: PersonRequest) -> Any:
    found = License.objects.visible_to(request.user)
    found = found.select_related("community", "granted_by", "applied_by")
    return found.prefetch_related("sponsors__person", "conditions__closed_by")


def _own(request: PersonRequest, slug: str, number: int) -> License:
    """A license that the person may apply for."""
    found = license_of(request, slug, number)
    must_be_allowed(applies(request.user, found.community.roles_of(request.user)), APPLIERS)
    return found


def _people(request: PersonRequest, named: dict[str, list[int]]) -> dict[str, list[Person]]:
    visible = Person.objects.visible_to(request.user)
    return {
        kind: [known(visible, field="sponsors", pk=pk) for pk in named.get(kind, [])]
        for kind in SPONSOR_KINDS
    }


def _gate(judged: Judged) -> dict[str, str]:
    return {
        "name": judged.gate.name,
        "label": str(judged.gate.label),
        "state": judged.state,
        "wants": judged.wants,
        "why": str(judged.gate.why),
        "address": judged.address,
    }
