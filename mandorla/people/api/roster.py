"""The roster: a file is sent, what it would change is looked at, and then it is imported."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile
from pydantic import Field, StringConstraints

from mandorla.base.api.fields import Answer, Given, Id, Line, Named
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import Invalid, must_be_allowed, must_see, one
from mandorla.base.errors import Stale
from mandorla.base.web import PersonRequest
from mandorla.people.api.people import KEEPERS
from mandorla.people.jobs import apply_roster_later
from mandorla.people.models import RosterImport
from mandorla.people.roster.plan import many_gone
from mandorla.people.roster.rules import may_import

router = Router(tags=["Roster"])
FOR = {"x-for": "program managers"}

Heading = Annotated[str, StringConstraints(max_length=200)]


class Column(Answer):
    """A column that is never read."""

    heading: str
    kind: str = Field(description="Why: pay, birth date, password and the like.")


class Note(Answer):
    """Something to know about a file."""

    kind: str = Field(description="`note`, or `care` for what to look at twice.")
    sentence: str


class Suggestion(Answer):
    """Two units that seem to be one."""

    unit: str
    into: str
    people: int
    into_people: int
    why: str


class RosterRow(Answer):
    """An import of the roster."""

    id: Id
    file_name: str
    state: str = Field(description="open, queued, running, done, failed or dropped.")
    source: str = Field(description="The system whose export it was recognized as.")
    counts: dict[str, int] = Field(description="Rows, and people new, changed, moved, gone …")
    sentence: str = Field(description="Why it failed; empty otherwise.")
    by: Named | None
    received_at: datetime
    begun_at: datetime | None
    finished_at: datetime | None


class RosterFound(RosterRow):
    """An import of the roster, with what it would change."""

    chosen: dict[str, str] = Field(description="Columns used otherwise than recognized.")
    merges: dict[str, str] = Field(description="Units whose people go to another one.")
    is_whole: bool = Field(description="Whether who is missing in the file is gone.")
    ends_accounts: bool = Field(description="Whether people who are gone become inactive.")
    private: list[Column]
    notes: list[Note]
    samples: dict[str, list[list[str]]] = Field(description="The first of each kind of change.")
    suggested: list[Suggestion]
    digest: str = Field(description="Stands for what was shown; sent back to start the import.")

    @staticmethod
    def resolve_private(found: RosterImport) -> list[dict[str, str]]:
        """The columns that are never read."""
        return [{"heading": heading, "kind": kind} for heading, kind in found.private]

    @staticmethod
    def resolve_notes(found: RosterImport) -> list[dict[str, str]]:
        """What to know about the file."""
        return [{"kind": kind, "sentence": sentence} for kind, sentence in found.notes]

    @staticmethod
    def resolve_suggested(found: RosterImport) -> list[dict[str, Any]]:
        """Units that seem to be one."""
        names = ("unit", "into", "people", "into_people", "why")
        return [dict(zip(names, row, strict=True)) for row in found.suggested]


class RefusedRow(Answer):
    """A row that was not taken, and why."""

    row: int
    reason: str


class ChoicesGiven(Given):
    """How a file is read; what is left out stays as it is."""

    chosen: dict[Heading, Line] = Field(default_factory=dict, max_length=500)
    merges: dict[Heading, Heading] = Field(default_factory=dict, max_length=10_000)
    is_whole: bool = True
    ends_accounts: bool = False


class StartGiven(Given):
    """What the person who starts an import has seen."""

    digest: Line
    is_whole: bool | None = Field(
        None, description="Needed when so many would be gone that the file may be only a part."
    )


def _import(request: PersonRequest, import_id: int) -> RosterImport:
    return one(RosterImport.objects.visible_to(request.user), pk=import_id)


@router.get("/roster/imports", response=PageOf[RosterRow], openapi_extra=FOR)
def list_roster_imports(request: PersonRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List the imports of the roster, the newest first."""
    must_see(may_import(request.user))
    imports = RosterImport.objects.visible_to(request.user)
    return page_of(request, imports, order=["-received_at", "-pk"], paging=paging)


@router.post("/roster/imports", response={201: RosterFound})
def send_roster(request: PersonRequest, file: File[UploadedFile]) -> RosterImport:
    """Send a CSV or Excel file and see what it would change. Nothing is imported yet."""
    must_be_allowed(may_import(request.user), KEEPERS)
    return RosterImport.receive(
        data=file.read(), file_name=file.name or "", by=request.user, at=timezone.now()
    )


@router.get("/roster/imports/{import_id}", response=RosterFound)
def show_roster_import(request: PersonRequest, import_id: Id) -> RosterImport:
    """See what an import would change, how far it is, or what came of it."""
    return _import(request, import_id)


@router.get("/roster/imports/{import_id}/refused", response=PageOf[RefusedRow])
def list_refused_rows(request: PersonRequest, import_id: Id) -> dict[str, Any]:
    """List the rows that were not taken, each with the reason; there is one page of them."""
    refused = _import(request, import_id).refused
    return {"items": [{"row": row[0], "reason": row[1]} for row in refused], "next": None}


@router.patch("/roster/imports/{import_id}", response=RosterFound)
def choose_for_roster(request: PersonRequest, import_id: Id, body: ChoicesGiven) -> RosterImport:
    """Look again with other choices: columns, units that are one, who is gone."""
    found = _import(request, import_id)
    names = ("chosen", "merges", "is_whole", "ends_accounts")
    choices = {name: getattr(found, name) for name in names} | body.said()
    found.prepare(**choices, at=timezone.now())
    return _import(request, import_id)


@router.post("/roster/imports/{import_id}/start", response={202: RosterFound})
def start_roster_import(request: PersonRequest, import_id: Id, body: StartGiven) -> RosterImport:
    """Import what was shown. A worker does it; look at the import to see how far it is."""
    found = _import(request, import_id)
    if body.digest != found.digest:
        raise Stale(_("This is not what it changes now. Look at it again."))
    if found.is_whole and many_gone(found.counts) and not body.is_whole:
        raise Invalid(
            is_whole=_("Many people would be gone. Say whether the file lists everybody.")
        )
    found.start(by=request.user, at=timezone.now())
    apply_roster_later(found.pk)
    return _import(request, import_id)


@router.api_operation(["DELETE"], "/roster/imports/{import_id}", response={204: None})
def drop_roster_import(request: PersonRequest, import_id: Id) -> Status[None]:
    """Remove what is kept of a file and its rows; the counts stay."""
    _import(request, import_id).drop(at=timezone.now())
    return Status(204, None)
