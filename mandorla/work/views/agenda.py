"""The page of a gathering, and the one on which its agenda is shaped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import Header, header_of
from mandorla.gatherings.rules import sets_rhythm
from mandorla.gatherings.turns import facilitators_of
from mandorla.gatherings.views.change import gathering_at
from mandorla.work.agenda import agenda_of
from mandorla.work.agenda_page import read_lists, read_page, sentence_of
from mandorla.work.forms.agenda import AddForm, ShapeForm
from mandorla.work.gathering_page import parts_for
from mandorla.work.hints import read_hints
from mandorla.work.rules import steers, takes_part
from mandorla.work.shaping import Shaped, Step, shape

if TYPE_CHECKING:
    from datetime import date

    from django.forms import Form
    from django.http import HttpResponse

    from mandorla.gatherings.models import Gathering
    from mandorla.people.models import Person


@allow(signed_in)
def gathering(request: PersonRequest, slug: str, series: int, planned_on: date) -> HttpResponse:
    """When and where, for everybody; what it talks about and what came of it, for those in it."""
    found, now = (
        gathering_at(request, slug=slug, series=series, planned_on=planned_on),
        timezone.now(),
    )
    header = header_of(found.community, person=request.user, tab="gatherings")
    facilitator = _facilitator(found)
    context: dict[str, Any] = {
        "nav": "communities",
        "header": header,
        "gathering": found,
        "facilitator": facilitator,
        "steers": _steers(request, header, facilitator),
        "belongs": takes_part(request.user, header.roles),
        "changes": sets_rhythm(request.user, header.roles),
    }
    if context["belongs"]:
        context["page"] = read_page(agenda_of(found, at=now))
        context |= parts_for(found, reader=request.user, roles=header.roles, at=now)
    return render(request, "work/gathering.html", context)


@allow(signed_in)
def agenda(request: PersonRequest, slug: str, series: int, planned_on: date) -> HttpResponse:
    """Shape what a gathering talks about: up, down, park, next time, each a button."""
    found = gathering_at(request, slug=slug, series=series, planned_on=planned_on)
    header = header_of(found.community, person=request.user, tab="gatherings")
    if not _steers(request, header, _facilitator(found)):
        raise Http404
    form = _form(request, found) if request.method == "POST" else None
    shaped: list[Shaped] = []
    if form and done(form, lambda: shaped.append(shape(_step(request, found, form)))):
        if shaped[0].said:
            messages.success(request, shaped[0].said)
        here = reverse("work:agenda", args=[slug, series, planned_on])
        return redirect(f"{here}?at={shaped[0].focus}" if shaped[0].focus else here)
    return _page(request, found, header, form)


def _page(
    request: PersonRequest, found: Gathering, header: Header, form: Form | None
) -> HttpResponse:
    now = timezone.now()
    shaped = agenda_of(found, at=now)
    page = read_page(shaped)
    lists = read_lists(shaped, at=now) if found.state in {"planned", "running"} else None
    context = {
        "nav": "communities",
        "header": header,
        "gathering": found,
        "page": page,
        "sentence": sentence_of(page),
        "lists": lists,
        "hints": read_hints(page, lists) if lists else (),
        "form": form,
        "add_form": form if isinstance(form, AddForm) else None,
        "focus": request.GET.get("at", ""),
    }
    status = 200 if not form or not form.errors else 409 if form.non_field_errors() else 422
    return render(request, "work/agenda.html", context, status=status)


def _form(request: PersonRequest, found: Gathering) -> Form:
    """What was sent: something to add, or another step."""
    if request.POST.get("do") == "add":
        page = read_page(agenda_of(found, at=timezone.now()))
        return AddForm(request.POST, parts=page.parts)
    return ShapeForm(request.POST)


def _step(request: PersonRequest, found: Gathering, form: Form) -> Step:
    facts = form.cleaned_data
    return Step(
        gathering=found,
        do=facts.get("do", "add"),
        seen=facts.get("seen", ""),
        item=facts.get("item", ""),
        facts=facts,
        by=request.user,
        at=timezone.now(),
    )


def _facilitator(found: Gathering) -> Person | None:
    return facilitators_of([found]).get((found.series_id, found.planned_on))


def _steers(request: PersonRequest, header: Header, facilitator: Person | None) -> bool:
    """Those who facilitate the community, and whose turn it is."""
    return steers(request.user, header.roles) or request.user == facilitator
