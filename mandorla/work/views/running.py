"""Running a gathering: one page for the room's screen and the phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.gatherings.models import Gathering
from mandorla.gatherings.models.held import Early
from mandorla.work.agenda import put_off
from mandorla.work.capture import offer_for
from mandorla.work.forms.running import ActForm, CaptureForm, NotesForm, StepForm
from mandorla.work.jobs import compare_issues_later
from mandorla.work.leading import lead
from mandorla.work.models import AgendaItem, Outcome
from mandorla.work.rules import leads
from mandorla.work.running import KINDS, is_here, read_room, version_of
from mandorla.work.views.loading import gathering_for, may_steer

if TYPE_CHECKING:
    from datetime import date

    from mandorla.core.merge import Merged


@allow(signed_in)
def run(request: PersonRequest, slug: str, series: int, planned_on: date) -> HttpResponse:
    """What is talked about, what comes of it, and the notes."""
    gathering = gathering_for(request, slug, series, planned_on)
    if gathering.state == "cancelled":
        return redirect(gathering)
    return _page(request, gathering)


@allow(signed_in)
def room(request: PersonRequest, slug: str, series: int, planned_on: date) -> HttpResponse:
    """What changed since a version; nothing when nothing did."""
    gathering = gathering_for(request, slug, series, planned_on)
    shown = request.GET.get("state", gathering.state)
    if (gathering.state == "planned") != (shown == "planned"):
        return HttpResponseClientRefresh()
    if gathering.is_kept and version_of(gathering, at=timezone.now()) == request.GET.get("seen"):
        return HttpResponse(status=204)
    return _room(request, gathering)


@allow(signed_in)
@require_POST
def step(request: PersonRequest, slug: str, series: int, planned_on: date) -> HttpResponse:
    """Start it, end it, go on with it, or note that it took place; too early it asks once."""
    gathering = _steered(request, slug, series, planned_on)
    form, now = StepForm(request.POST), timezone.now()
    if form.is_valid():
        try:
            lead(gathering, by=request.user, at=now, **form.cleaned_data)
        except Early as early:
            context = {"gathering": gathering, "here": _here(gathering), "why": early.sentence}
            return render(request, "work/early.html", context, status=409)
    return redirect("work:run", slug, series, planned_on)


@allow(signed_in)
@require_POST
def act(request: PersonRequest, slug: str, series: int, planned_on: date, pk: int) -> HttpResponse:
    """Take an item up, finish it, park it, or put it off until the next gathering."""
    gathering = _steered(request, slug, series, planned_on)
    item = get_object_or_404(AgendaItem.objects.filter(gathering=gathering), pk=pk)
    item.gathering = gathering
    form, now = ActForm(request.POST), timezone.now()
    if form.is_valid() and form.cleaned_data["act"] == "next_time":
        put_off(item, by=request.user, at=now)
    elif form.is_valid():
        getattr(item, form.cleaned_data["act"])(by=request.user, at=now)
    return _answer(request, gathering)


@allow(signed_in)
@require_POST
def capture(request: PersonRequest, slug: str, series: int, planned_on: date) -> HttpResponse:
    """Keep what came of it, once for each key."""
    gathering = gathering_for(request, slug, series, planned_on)
    form = CaptureForm(request.POST, gathering=gathering)
    if not done(
        form,
        lambda: Outcome.catch(
            gathering=gathering, by=request.user, at=timezone.now(), **form.caught
        ),
    ):
        offer = offer_for(gathering, reader=request.user, at=timezone.now()).chosen(
            owner=form["owner"].value(),
            unit=form["unit"].value(),
            heard_in=form["heard_in"].value(),
        )
        return _page(request, gathering, capture=form, offer=offer, status=422)
    if form.caught["kind"] == "issue":
        compare_issues_later(gathering.community)
    if "X-Outbox" in request.headers:
        return HttpResponse(status=204)
    return redirect("work:run", slug, series, planned_on)


@allow(signed_in)
def notes(request: PersonRequest, slug: str, series: int, planned_on: date) -> HttpResponse:
    """The notes to write in; what is sent is merged with what others wrote meanwhile."""
    gathering, now = gathering_for(request, slug, series, planned_on), timezone.now()
    if request.method != "POST":
        return _notes_form(request, gathering, _notes(gathering))
    form = NotesForm(request.POST)
    if not form.is_valid():
        raise Http404
    kept = Gathering.touch(series=gathering.series, planned_on=planned_on, at=now)
    merged = kept.write_notes(**form.cleaned_data, by=request.user, at=now)
    status = 409 if merged.clashes else 200
    if "X-Outbox" in request.headers:
        return _notes_form(request, kept, _notes(kept, merged), status=status)
    if merged.clashes:
        return _page(request, kept, status=status, **_notes(kept, merged))
    messages.success(request, _("The notes are kept."))
    return redirect("work:run", slug, series, planned_on)


def _steered(request: PersonRequest, slug: str, series: int, planned_on: date) -> Gathering:
    gathering = gathering_for(request, slug, series, planned_on)
    if not may_steer(request, gathering):
        raise Http404
    return gathering


def _answer(request: PersonRequest, gathering: Gathering) -> HttpResponse:
    """The room as it is now for scripts; the whole page without them."""
    if request.htmx:
        return _room(request, gathering)
    return redirect("work:run", gathering.community.slug, gathering.series_id, gathering.planned_on)


def _room(request: PersonRequest, gathering: Gathering) -> HttpResponse:
    context = {
        "room": read_room(gathering, at=timezone.now()),
        "gathering": gathering,
        "here": _here(gathering),
        "steers": may_steer(request, gathering),
    }
    return render(request, "work/_room.html", context)


def _here(gathering: Gathering) -> str:
    """The address of the running page; those of its parts begin with it."""
    place = [gathering.community.slug, gathering.series_id, gathering.planned_on]
    return reverse("work:run", args=place)


def _notes(gathering: Gathering, merged: Merged | None = None) -> dict[str, Any]:
    """What the form of the notes shows; after a clash both wordings, and what was seen by then."""
    text = merged.text if merged else gathering.notes
    clashes = merged.clashes if merged else ()
    return {"text": text, "seen": gathering.notes, "clashes": clashes}


def _notes_form(
    request: PersonRequest, gathering: Gathering, written: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    context = {"gathering": gathering, "here": _here(gathering), **written}
    return render(request, "work/_notes.html", context, status=status)


def _page(
    request: PersonRequest, gathering: Gathering, *, status: int = 200, **more: Any
) -> HttpResponse:
    roles = gathering.community.roles_of(request.user)
    context = {
        "nav": "communities",
        "gathering": gathering,
        "here": _here(gathering),
        "kinds": KINDS,
        "room": read_room(gathering, at=timezone.now()),
        "steers": leads(request.user, gathering, roles),
        "belongs": bool(roles),
        "offer": offer_for(gathering, reader=request.user, at=timezone.now()),
        "is_here": gathering.is_kept and is_here(gathering, person=request.user, at=timezone.now()),
        **_notes(gathering),
        **more,
    }
    return render(request, "work/run.html", context, status=status)
