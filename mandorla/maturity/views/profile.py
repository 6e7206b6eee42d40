"""The profile of a community, what answers to each of its levels, and what was found before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render

from mandorla.base.web import PersonRequest, allow, page_number, paged, signed_in
from mandorla.communities.header import Header, header_of
from mandorla.communities.views.members import community_for
from mandorla.maturity.evidence_page import answered
from mandorla.maturity.models import Assessment, Computed, ModelVersion
from mandorla.maturity.past_page import past_rows
from mandorla.maturity.profile_page import read_profile
from mandorla.maturity.rules import agrees, asks_members

if TYPE_CHECKING:
    from django.http import HttpResponse

TAB = "license"


@allow(signed_in)
def profile(request: PersonRequest, slug: str) -> HttpResponse:
    """How far the community is, in three ways beside each other, with its targets."""
    header = _header(request, slug)
    models = list(ModelVersion.objects.visible_to(request.user).offered())
    model = chosen(request, models)
    page = read_profile(header.community, model=model, models=models, person=request.user)
    context = {
        "nav": "communities",
        "header": header,
        "page": page,
        "agrees": agrees(request.user, header.roles) and not header.community.has_closed,
        "asks": asks_members(request.user, header.roles) and not header.community.has_closed,
    }
    return render(request, "maturity/profile.html", context)


@allow(signed_in)
def dimension(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    """One dimension: every level, what one would see there, and what data answers."""
    header = _header(request, slug)
    model = chosen(request, list(ModelVersion.objects.visible_to(request.user).offered()))
    computed = Computed.objects.filter(community=header.community, model=model).first()
    every = answered(model.rubric, computed, slug=slug)
    found = next((one for one in every if one.dimension.id == key), None)
    if found is None:
        raise Http404
    context = {
        "nav": "communities",
        "header": header,
        "model": model,
        "found": found,
        "computed": computed,
        "dimensions": model.rubric.dimensions,
    }
    return render(request, "maturity/dimension.html", context)


@allow(signed_in)
def past(request: PersonRequest, slug: str) -> HttpResponse:
    """Everything that was found before, the newest first."""
    header = _header(request, slug)
    found = Assessment.objects.visible_to(request.user).filter(community=header.community)
    rows = paged(
        found.select_related("model", "by").order_by("-at", "-pk"), number=page_number(request)
    )
    context = {"nav": "communities", "header": header, "page": rows.showing(past_rows(rows.rows))}
    return render(request, "maturity/past.html", context)


def chosen(request: PersonRequest, models: list[ModelVersion]) -> ModelVersion:
    """The model that was asked for, or the one that stands for the community.

    Raises:
        Http404: No model in use is called so.
    """
    key = request.GET.get("model", "")
    for one in models:
        if not key or one.key == key:
            return one
    raise Http404


def _header(request: PersonRequest, slug: str) -> Header:
    return header_of(community_for(request, slug), person=request.user, tab=TAB)
