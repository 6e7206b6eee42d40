"""The thread of value from one thing, and a community's whole value as a flow."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import Http404
from ninja import Query, Router, Schema
from pydantic import AfterValidator, Field

from mandorla.base.api.fields import Answer, Id, Key
from mandorla.base.api.problems import Invalid
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.ledger.flow import read_flow
from mandorla.ledger.flow_out import as_data as flow_as_data
from mandorla.ledger.thread import SHOWN
from mandorla.ledger.thread_named import NUMBERED, not_numbered, thread_from, unknown_kind
from mandorla.ledger.thread_out import as_data
from mandorla.ledger.threads import MOST, ORDER

router = Router(tags=["Threads"])


def _kind(text: str) -> str:
    if text not in ORDER:
        raise ValueError(unknown_kind(text))
    return text


ThreadKind = Annotated[str, AfterValidator(_kind), Field(json_schema_extra={"enum": list(ORDER)})]


class ThreadAsked(Schema):
    """From where a thread is walked, and how much of it is told."""

    community: Key = Field(
        "",
        description="The slug of a community: the number is the one that a story or a measure has "
        "in it. Without it the number is an id, as in the address of the page.",
    )
    most: Annotated[int, Field(ge=1, le=MOST)] = Field(SHOWN, description="Of one kind.")


class ThreadKey(Answer):
    """One thing on a thread; with both one walks on from it."""

    kind: ThreadKind
    id: Id


class ThreadKnot(ThreadKey):
    """One thing on a thread, as people read it."""

    title: str
    on: date | None = Field(description="Its day.")
    detail: str = Field(description="The units it touches, the state it is in, or what it aims at.")
    units: list[str] = Field(description="The units it touches.")
    address: str = Field(description="Its page.")


class ThreadStretch(Answer):
    """The things of one kind on a thread."""

    kind: ThreadKind
    label: str
    knots: list[ThreadKnot] = Field(description="The oldest first; where it began before all.")
    more: int = Field(description="How many there are beside these.")


class ThreadLink(Answer):
    """Who hangs on whom: a link that somebody made."""

    above: ThreadKey = Field(description="Nearer to the strategy.")
    below: ThreadKey = Field(description="Nearer to what was said.")


class ThreadFound(Answer):
    """What hangs above and below one thing, as far as the caller may see it."""

    start: ThreadKey
    stretches: list[ThreadStretch] = Field(
        description="From the strategy down to what was said; kinds with nothing are left out."
    )
    links: list[ThreadLink]
    missing: list[str] = Field(description="What would make it whole.")
    is_whole: bool = Field(description="Whether all of it was followed: 200 of each kind are.")


class FlowNode(Answer):
    """One step of the flow, as wide as it counts."""

    kind: ThreadKind
    label: str
    count: int
    went_on: int | None = Field(description="How many led to the next step; null at the last.")
    address: str = Field(description="The page where they are listed.")


class FlowLink(Answer):
    """How much went on from one step to the next."""

    below: ThreadKind = Field(description="From here.")
    above: ThreadKind = Field(description="To here, nearer to the strategy.")
    count: int = Field(description="How wide it is.")


class BrokenThread(ThreadKey):
    """What hangs on nothing, or is reached by nothing."""

    title: str
    what: str = Field(description="What would tie it.")
    address: str = Field(description="Its page.")


class FlowFound(Answer):
    """A community's whole value, from what cropped up to what it serves."""

    nodes: list[FlowNode]
    links: list[FlowLink]
    loose: list[BrokenThread] = Field(description="The first twenty broken threads.")
    more: int = Field(description="How many more there are.")


@router.get("/communities/{slug}/flow", response=FlowFound)
def show_flow(request: PersonRequest, slug: str) -> dict[str, Any]:
    """Show a community's whole value as a flow in counts, and where its threads are broken."""
    return flow_as_data(read_flow(community_of(request, slug), reader=request.user))


@router.get("/thread/{kind}/{number}", response=ThreadFound)
def show_thread(
    request: PersonRequest, kind: ThreadKind, number: Id, asked: Query[ThreadAsked]
) -> dict[str, Any]:
    """Walk from one thing up to the strategy and down to where it began."""
    if asked.community and kind not in NUMBERED:
        raise Invalid(community=not_numbered(kind))
    reader, within = request.user, asked.community
    found = thread_from(kind, number, within=within, reader=reader, most=asked.most)
    if found is None:
        raise Http404
    return as_data(found)
