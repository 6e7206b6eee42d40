"""What a community brought, and what it cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.ledger.worth_page import read_worth

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def worth(request: PersonRequest, slug: str) -> HttpResponse:
    """The value of a community as ranges, held against what both sides put in."""
    community = community_for(request, slug)
    context = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab="value"),
        "page": read_worth(community, reader=request.user),
    }
    return render(request, "ledger/worth.html", context)
