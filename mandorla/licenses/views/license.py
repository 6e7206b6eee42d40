"""The License tab of a community: what is permitted, by whom, until when, and how it came so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.licenses.models import Decision

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def license(request: PersonRequest, slug: str) -> HttpResponse:
    """The license that runs, its conditions, its reports, and past decisions."""
    community = community_for(request, slug)
    header = header_of(community, person=request.user, tab="license")
    return render(request, "licenses/license.html", {"nav": "communities", "header": header})


@allow(signed_in)
def decision(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """One decision, with its terms and the evidence as it was seen."""
    visible = Decision.objects.visible_to(request.user).filter(community__slug=slug)
    found = get_object_or_404(visible.select_related("community", "license", "by"), pk=pk)
    header = header_of(found.community, person=request.user, tab="license")
    context = {"nav": "communities", "header": header, "decision": found}
    return render(request, "licenses/decision.html", context)
