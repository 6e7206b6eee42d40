"""The Value tab of a community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.value.shown import newest_round, shown_rounds

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def value(request: PersonRequest, slug: str) -> HttpResponse:
    """What both sides share, and how it came to be."""
    community = community_for(request, slug)
    rounds = shown_rounds(community)
    context = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab="value"),
        "rounds": rounds,
        "shown": newest_round(rounds),
    }
    return render(request, "value/value.html", context)
