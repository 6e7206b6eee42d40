"""The register as files: counted, given out community by community, and taken in."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy
from ninja import Router
from pydantic import Field

from mandorla.base.api.fields import Answer, FileName, Given
from mandorla.base.api.problems import must_be_allowed, one
from mandorla.base.web import PersonRequest
from mandorla.communities.models import Community
from mandorla.register.counts import count
from mandorla.register.export import files
from mandorla.register.intake import rehearse, take_in
from mandorla.register.own import read_files
from mandorla.register.rules import may_move_register

if TYPE_CHECKING:
    from mandorla.register.found import FoundRegister
    from mandorla.register.intake import Outcome

router = Router(tags=["Register"])
MOVERS = gettext_lazy("Program managers take the register out and in.")
MOST = 500


class RegisterFile(Answer):
    """One community as a file; docs/register.md says what is in it."""

    name: str
    text: str = Field(description="YAML.")


class RegisterFileGiven(Given):
    """One community as a file."""

    name: FileName = Field(description="What the file is called, for what is said about it.")
    text: str = Field(max_length=5_000_000, description="YAML.")


class RegisterGiven(Given):
    """Communities as files."""

    files: list[RegisterFileGiven] = Field(min_length=1, max_length=MOST)


class Kept(Answer):
    """A rhythm that was not understood."""

    community: str
    series: str
    text: str


class RegisterCounts(Answer):
    """The register in numbers."""

    communities: int
    forming: int
    active: int
    closing: int
    closed: int
    by_kind: dict[str, int] = Field(description="Communities that are not closed.")
    all_by_kind: dict[str, int]
    by_found_status: dict[str, int]
    leads: int = Field(description="Seats of leaders, held now or before.")
    series: int
    rhythms_understood: int
    rhythms_kept_as_text: int
    kept_as_text: list[Kept]
    by_license: dict[str, int] = Field(description="By the state of the newest license.")
    reports_by_year: dict[int, int] = Field(description="Reports that a register brought.")
    reports_missing: dict[int, list[str]] = Field(
        description="Who has a license and reported on an earlier year, and not on this one."
    )


class RegisterProblem(Answer):
    """Something that was refused, and where it stands."""

    file: str
    line: int | None
    field: str
    what: str


class Change(Answer):
    """A community that changed."""

    name: str
    changed: list[str]


class RegisterOutcome(Answer):
    """What an import did, or would do."""

    written: list[str] = Field(description="Communities that are new.")
    updated: list[Change]
    unchanged: list[str]
    problems: list[RegisterProblem]
    notes: list[str]
    people: int = Field(description="How many people are new.")


def _told(outcome: Outcome) -> dict[str, Any]:
    updated = [{"name": name, "changed": changed} for name, changed in outcome.updated]
    return {**asdict(outcome), "updated": updated}


def _found(body: RegisterGiven) -> FoundRegister:
    return read_files((file.name, file.text) for file in body.files)


@router.get("/register", response=RegisterCounts)
def count_register(request: PersonRequest) -> dict[str, Any]:
    """Count communities, leads, meetings, and the rhythms that were not understood."""
    return count(Community.objects.visible_to(request.user)).as_data()


@router.get("/register/files/{slug}", response=RegisterFile, openapi_extra={"x-refuses": True})
def export_community(request: PersonRequest, slug: str) -> dict[str, str]:
    """Take one community out as a file, with its people, rhythms and charters."""
    communities = Community.objects.visible_to(request.user)
    community = one(communities, slug=slug)
    must_be_allowed(may_move_register(request.user), MOVERS)
    ((name, text),) = files(communities.filter(pk=community.pk))
    return {"name": name, "text": text}


@router.post("/register/rehearsals", response=RegisterOutcome)
def rehearse_import(request: PersonRequest, body: RegisterGiven) -> dict[str, Any]:
    """Say what an import of these files would do, and do none of it."""
    must_be_allowed(may_move_register(request.user), MOVERS)
    return _told(rehearse(_found(body), by=request.user, at=timezone.now()))


@router.post("/register/imports", response=RegisterOutcome)
def import_communities(request: PersonRequest, body: RegisterGiven) -> dict[str, Any]:
    """Take communities in from files: each whole or not at all, the good ones in any case."""
    must_be_allowed(may_move_register(request.user), MOVERS)
    return _told(take_in(_found(body), by=request.user, at=timezone.now()))
