"""How a community does by what people write, and how units talk across all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.conversations.health_page import read_health
from mandorla.conversations.program_page import read_program
from mandorla.conversations.rules import communities_run_by, may_see_program

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def health(request: PersonRequest, slug: str) -> HttpResponse:
    """Five lights, and how the months went."""
    community = community_for(request, slug)
    context = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab="overview"),
        "health": read_health(community),
        "imports": communities_run_by(request.user).filter(pk=community.pk).exists(),
    }
    return render(request, "conversations/health.html", context)


@allow(may_see_program)
def program(request: PersonRequest) -> HttpResponse:
    """How units talk across all communities, and where they do not."""
    context = {"nav": "portfolio", "program": read_program(request.user)}
    return render(request, "conversations/program.html", context)
