"""The Value tab of a community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.value.brought import brought
from mandorla.value.value_page import read_value_page

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def value(request: PersonRequest, slug: str) -> HttpResponse:
    """What both sides expect of the community, and what of it they share."""
    now = timezone.now()
    community = community_for(request, slug)
    header = header_of(community, person=request.user, tab="value")
    page = read_value_page(header, person=request.user, on=timezone.localdate(now), at=now)
    context = {
        "nav": "communities",
        "header": header,
        "page": page,
        "reading": page.reading,
        "brought": brought(community, person=request.user, roles=header.roles),
    }
    return render(request, "value/value.html", context)
