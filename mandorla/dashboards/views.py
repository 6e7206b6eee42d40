"""Pages that read across modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from mandorla.base.models import Event
from mandorla.base.trail import stretch
from mandorla.base.web import PersonRequest, allow, page_number, paged, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.conversations.health_page import read_lights
from mandorla.dashboards.due import read_due_rounds
from mandorla.dashboards.overview import origins_of, parts_of, read_overview
from mandorla.dashboards.overview_work import read_working
from mandorla.dashboards.strategy import (
    idle_communities,
    read_place,
    read_serving,
    read_strategy,
    read_unserved,
    unserved_objectives,
)
from mandorla.dashboards.today import count_news, read_today
from mandorla.ledger.brought import lines_of
from mandorla.strategy.models import Objective
from mandorla.strategy.models.objective import KINDS
from mandorla.strategy.period import in_words
from mandorla.strategy.rules import may_keep_strategy
from mandorla.value.value_page import read_glance

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def overview(request: PersonRequest, slug: str) -> HttpResponse:
    """The Overview of a community."""
    community = community_for(request, slug)
    header = header_of(community, person=request.user, tab="overview")
    latest, reading = read_glance(community)
    context = {
        "latest": latest,
        "reading": reading,
        "nav": "communities",
        "header": header,
        "overview": read_overview(
            community=community, person=request.user, header=header, on=timezone.localdate()
        ),
        "working": read_working(header, person=request.user, on=timezone.localdate()),
        "parts": parts_of(community, person=request.user),
        "origins": origins_of(community),
        "brought": lines_of(community, person=request.user, roles=header.roles),
        "health": read_lights(community),
    }
    return render(request, "dashboards/overview.html", context)


@allow(signed_in)
def today(request: PersonRequest) -> HttpResponse:
    """What waits for the person who looks; for program managers also where a round is due."""
    now = timezone.now()
    context: dict[str, object] = {
        "nav": "today",
        "tasks": read_today(request.user, at=now),
        "news": count_news(request.user),
    }
    if request.user.is_program_manager:
        context["due"] = read_due_rounds(
            reason=request.GET.get("reason", ""),
            number=page_number(request),
            on=timezone.localdate(now),
        )
    return render(request, "dashboards/today.html", context)


@allow(signed_in)
def strategy(request: PersonRequest) -> HttpResponse:
    """What the organization pursues, as a tree, and how many communities serve each part."""
    with_retired = request.GET.get("show") == "all"
    context = {
        "nav": "strategy",
        "strategy": read_strategy(person=request.user, with_retired=with_retired),
        "with_retired": with_retired,
        "keeps": may_keep_strategy(request.user),
    }
    return render(request, "dashboards/strategy.html", context)


@allow(signed_in)
def coverage(request: PersonRequest) -> HttpResponse:
    """What no community serves, or which communities serve nothing."""
    person, number = request.user, page_number(request)
    of = "communities" if request.GET.get("of") == "communities" else "objectives"
    unserved, idle = unserved_objectives(person), idle_communities(person)
    context = {
        "nav": "strategy",
        "of": of,
        "unserved": unserved.count(),
        "idle": idle.count(),
        "page": read_unserved(person, number=number)
        if of == "objectives"
        else paged(idle, number=number),
    }
    return render(request, "dashboards/coverage.html", context)


@allow(signed_in)
def objective(request: PersonRequest, pk: int) -> HttpResponse:
    """One objective: its parts, who serves it, and what happened with it."""
    found: Objective = get_object_or_404(
        Objective.objects.visible_to(request.user).select_related("owner"), pk=pk
    )
    place = read_place(found, person=request.user)
    context = {
        "nav": "strategy",
        "objective": found,
        "kind": KINDS[found.kind],
        "period": in_words(found.starts_on, found.ends_on),
        "place": place,
        "page": read_serving(place.counted, person=request.user, number=page_number(request)),
        "stretch": stretch(Event.objects.within(found), after=request.GET.get("after", "")),
        "is_older": "after" in request.GET,
        "keeps": may_keep_strategy(request.user),
    }
    return render(request, "dashboards/objective.html", context)
