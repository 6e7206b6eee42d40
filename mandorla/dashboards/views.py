"""Pages that read across modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404, render

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.models import Community
from mandorla.dashboards.overview import read_overview

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def overview(request: PersonRequest, slug: str) -> HttpResponse:
    """The Overview of a community."""
    community: Community = get_object_or_404(
        Community.objects.visible_to(request.user).select_related("parent", "unit"), slug=slug
    )
    header = header_of(community, person=request.user, tab="overview")
    context = {
        "nav": "communities",
        "header": header,
        "overview": read_overview(community=community, person=request.user, header=header),
        "parts": community.children.visible_to(request.user)
        .only("name", "slug", "purpose", "status", "parent")
        .order_by(Lower("name")),
    }
    return render(request, "dashboards/overview.html", context)
