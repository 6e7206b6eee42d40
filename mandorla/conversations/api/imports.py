"""Imports of conversations: an export is sent, it is said where it goes, and posts are kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile
from pydantic import Field, StringConstraints

from mandorla.base.api.fields import Answer, Given, Id, Line, Named
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import Invalid, must_be_allowed, must_see, one
from mandorla.base.web import PersonRequest
from mandorla.communities.models import Community
from mandorla.conversations.authors import namesakes
from mandorla.conversations.forgetting import forget_all
from mandorla.conversations.jobs import bring_later, look_later
from mandorla.conversations.kept_export import LARGEST_BYTES
from mandorla.conversations.models import ConversationImport
from mandorla.conversations.rules import (
    communities_run_by,
    may_decide,
    may_forget_all,
    may_import,
)
from mandorla.conversations.sources.readers import NAMES

router = Router(tags=["Conversations"])
FOR = {"x-for": "program managers, leaders and core groups"}
IMPORTERS = gettext_lazy("Those who run a community import its conversations.")
DECIDERS = gettext_lazy("Those who run all communities of an import remove it.")
MANAGERS = gettext_lazy("Program managers delete all imported conversations.")

Text = Annotated[str, StringConstraints(max_length=1_000)]


class ConversationChannel(Answer):
    """A channel of an export, and where it goes."""

    name: str
    posts: int
    is_closed: bool = Field(description="Not open to everybody in the source.")
    community: int | None


class ConversationImportRow(Answer):
    """An import of conversations."""

    id: Id
    kind: str
    file_name: str
    state: str = Field(
        description="looking, open, queued, running, done, failed, dropped or removed."
    )
    counts: dict[str, int] = Field(description="Messages, posts, authors, new, matched …")
    left_out: dict[str, int] = Field(description="What is no post, by reason.")
    first_on: date | None
    last_on: date | None
    why: str = Field(description="Why it failed; empty otherwise.")
    by: Named | None
    received_at: datetime
    finished_at: datetime | None


class ConversationImportFound(ConversationImportRow):
    """An import of conversations with its channels."""

    channels: list[ConversationChannel]


class UnknownAuthor(Answer):
    """An author whom no address tells; the name goes with the file."""

    author: str = Field(description="Stands for them when the import is started.")
    name: str
    offers: list[Named] = Field(description="People who are called so.")


class ExportGiven(Given):
    """An export of conversations."""

    kind: Line = Field(description="slack, zulip, mbox, listserv, discourse, yammer …")
    community: Line = Field("", description="The slug of a community that is suggested for all.")


class TargetGiven(Given):
    """Where the posts of each channel go."""

    channels: dict[Text, Line] = Field(
        max_length=100_000, description="The slug of a community by the name of a channel."
    )
    people: dict[Text, Id] = Field(
        default_factory=dict, max_length=100_000, description="The person by what `author` says."
    )


def _import(request: PersonRequest, import_id: int) -> ConversationImport:
    must_see(may_import(request.user))
    return one(ConversationImport.objects.visible_to(request.user), pk=import_id)


@router.get("/conversations/imports", response=PageOf[ConversationImportRow], openapi_extra=FOR)
def list_conversation_imports(request: PersonRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List imports of conversations, the newest first."""
    must_see(may_import(request.user))
    rows = ConversationImport.objects.visible_to(request.user)
    return page_of(request, rows, order=["-received_at", "-pk"], paging=paging)


@router.post("/conversations/imports", response={201: ConversationImportFound})
def send_conversations(
    request: PersonRequest, body: Form[ExportGiven], file: File[UploadedFile]
) -> ConversationImport:
    """Send an export. A worker counts what it holds; nothing is imported yet."""
    must_be_allowed(may_import(request.user), IMPORTERS)
    if body.kind not in NAMES:
        raise Invalid(kind=_("There is no such kind of export."))
    if (file.size or 0) > LARGEST_BYTES:
        raise Invalid(file=_("It is too large to be sent: import it by the command."))
    received = ConversationImport.receive(
        kind=NAMES[body.kind],
        file_name=file.name or "",
        chunks=file.chunks(),
        community=_communities(request, [body.community]).get(body.community),
        by=request.user,
        at=timezone.now(),
    )
    look_later(received.pk)
    return received


@router.get("/conversations/imports/{import_id}", response=ConversationImportFound)
def show_conversation_import(request: PersonRequest, import_id: Id) -> ConversationImport:
    """See what an export holds, how far its import is, or what came of it."""
    return _import(request, import_id)


@router.get("/conversations/imports/{import_id}/names", response=PageOf[UnknownAuthor])
def list_unknown_authors(request: PersonRequest, import_id: Id) -> dict[str, Any]:
    """List authors whom no address tells, while the file waits; there is one page of them."""
    names = _import(request, import_id).kept.names()
    offers = namesakes(names)
    items = [
        {"author": identity, "name": name, "offers": offers.get(identity, [])}
        for identity, name in sorted(names.items(), key=lambda row: (row[1].casefold(), row[0]))
    ]
    return {"items": items, "next": None}


@router.post("/conversations/imports/{import_id}/start", response={202: ConversationImportFound})
def start_conversation_import(
    request: PersonRequest, import_id: Id, body: TargetGiven
) -> ConversationImport:
    """Import the posts of the channels that are named. A worker does it."""
    found = _import(request, import_id)
    communities = _communities(request, body.channels.values())
    found.start(
        channels={name: communities.get(slug) for name, slug in body.channels.items()},
        confirmed=body.people,
        by=request.user,
        at=timezone.now(),
    )
    bring_later(found.pk)
    return _import(request, import_id)


@router.api_operation(["DELETE"], "/conversations/imports/{import_id}", response={204: None})
def remove_conversation_import(request: PersonRequest, import_id: Id) -> Status[None]:
    """Remove the posts of an import, or a file that waits; figures made of them stay."""
    found = _import(request, import_id)
    must_be_allowed(may_decide(request.user, found), DECIDERS)
    found.remove(by=request.user, at=timezone.now())
    return Status(204, None)


@router.api_operation(["DELETE"], "/conversations/posts", response={204: None})
def forget_conversations(request: PersonRequest) -> Status[None]:
    """Delete every post of every import, and the salt."""
    must_be_allowed(may_forget_all(request.user), MANAGERS)
    forget_all(by=request.user, at=timezone.now())
    return Status(204, None)


def _communities(request: PersonRequest, slugs: Any) -> dict[str, Community]:
    """The communities with these slugs, among those the person runs."""
    wanted = {slug for slug in slugs if slug}
    found = {one.slug: one for one in communities_run_by(request.user).filter(slug__in=wanted)}
    if missing := sorted(wanted - found.keys()):
        raise Invalid(community=_("You run no community “{name}”.").format(name=missing[0]))
    return found
