"""The page a community leaves, for everybody who is signed in, and whether one is named there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.licenses.legacy import mine_of, read_legacy

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def legacy(request: PersonRequest, slug: str) -> HttpResponse:
    """What it was for, what changed, what it leaves and where that lives now."""
    community = community_for(request, slug)
    if community.status in {"forming", "active"}:
        return redirect(community)
    page = read_legacy(community)
    context = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab=""),
        "page": page,
        "mine": mine_of(page.ending, request.user) if page.ending else None,
    }
    return render(request, "licenses/legacy.html", context)


@allow(signed_in)
def name(request: PersonRequest, slug: str) -> HttpResponse:
    """Whether one is thanked by name there; a POST takes the name out, or puts it back."""
    community = community_for(request, slug)
    page = read_legacy(community)
    mine = mine_of(page.ending, request.user) if page.ending else None
    if mine is None:
        raise Http404
    if request.method == "POST":
        if "accept" in request.POST:
            mine.accept(by=request.user)
            messages.success(request, _("You are named."))
        else:
            mine.decline(by=request.user, at=timezone.now())
            messages.success(request, _("You are not named, now or later."))
        return redirect("licenses:legacy_name", slug)
    context = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab=""),
        "mine": mine,
        "ending": page.ending,
    }
    return render(request, "licenses/legacy_name.html", context)
