"""Applying for a license in a few steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.licenses.rules import applies

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def application(request: PersonRequest, slug: str) -> HttpResponse:
    """Choose what to apply for, or go on where one left."""
    community = community_for(request, slug)
    header = header_of(community, person=request.user, tab="license")
    if not applies(request.user, header.roles):
        raise Http404
    return render(request, "licenses/application.html", {"nav": "communities", "header": header})
