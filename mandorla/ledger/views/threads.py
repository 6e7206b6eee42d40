"""The thread of value from one thing, and that of a whole community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.ledger.flow import read_flow, read_loose
from mandorla.ledger.flow_out import LOOSE, STEPS, loose_rows, step_rows
from mandorla.ledger.thread import read_thread
from mandorla.ledger.threads import ORDER
from mandorla.ledger.views.tables import send_csv

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def thread(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    """What hangs above and below one thing, from the strategy to what was said."""
    found = read_thread(kind, pk, reader=request.user) if kind in ORDER else None
    if found is None:
        raise Http404
    return render(request, "ledger/thread.html", {"nav": "communities", "thread": found})


@allow(signed_in)
def flow(request: PersonRequest, slug: str) -> HttpResponse:
    """A community's whole value as a flow, and where its threads are broken."""
    community = community_for(request, slug)
    context = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab="value"),
        "flow": read_flow(community, reader=request.user),
    }
    return render(request, "ledger/flow.html", context)


@allow(signed_in)
def flow_csv(request: PersonRequest, slug: str) -> HttpResponse:
    """The table of the flow as CSV."""
    found = read_flow(community_for(request, slug), reader=request.user)
    return send_csv(f"flow-{slug}", STEPS, step_rows(found))


@allow(signed_in)
def loose_csv(request: PersonRequest, slug: str) -> HttpResponse:
    """Every broken thread as CSV, with what would tie it."""
    found = read_loose(community_for(request, slug), reader=request.user)
    return send_csv(f"broken-threads-{slug}", LOOSE, loose_rows(found))
