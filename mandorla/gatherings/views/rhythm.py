"""When a community meets: the tab, and its series begun, changed and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.models import Archetype
from mandorla.communities.views.members import community_for
from mandorla.gatherings.commitments import commitments_of
from mandorla.gatherings.forms.series import (
    ChangeSeriesForm,
    EndForm,
    SeriesForm,
    TurnsForm,
    facts_of,
    facts_of_archetype,
)
from mandorla.gatherings.models import Series
from mandorla.gatherings.models.series_change import steps_of
from mandorla.gatherings.occurrences import next_gatherings
from mandorla.gatherings.rhythm_page import read_rhythm
from mandorla.gatherings.rules import may_set_rhythm, sees_facilitators, sets_rhythm
from mandorla.gatherings.turns import people_for_turns

if TYPE_CHECKING:
    from datetime import datetime

    from django.forms import Form
    from django.http import HttpResponse

    from mandorla.communities.models import Community


@allow(signed_in)
def gatherings(request: PersonRequest, slug: str) -> HttpResponse:
    """The rhythm in words, the next gatherings, and those of a year that is over."""
    community, now = community_for(request, slug), timezone.now()
    header = header_of(community, person=request.user, tab="gatherings")
    sets = sets_rhythm(request.user, header.roles) and not community.has_closed
    page = read_rhythm(
        community,
        at=now,
        year=_year(request.GET.get("year", ""), now),
        names=sees_facilitators(request.user, header.roles),
        may_change=sets,
    )
    archetype = Archetype.in_use().get(community.archetype) if not page.rhythms else None
    context = {"nav": "communities", "header": header, "page": page, "sets": sets}
    context |= {"archetype": archetype}
    if sees_facilitators(request.user, header.roles):
        today = timezone.localdate(now)
        context["commitments"] = commitments_of(community, reader=request.user, on=today)
    return render(request, "gatherings/gatherings.html", context)


def _year(text: str, now: datetime) -> int:
    return (
        int(text) if text.isascii() and text.isdigit() and 1990 <= int(text) <= 2200 else now.year
    )


@allow(signed_in)
def begin(request: PersonRequest, slug: str) -> HttpResponse:
    """Choose a rhythm in words, see its next dates, begin it."""
    community, now = _set_by(request, slug), timezone.now()
    archetype = Archetype.in_use().get(community.archetype)
    first = facts_of_archetype(archetype, zone=settings.TIME_ZONE)
    first["starts_on"] = timezone.localdate(now)
    form = SeriesForm(request.POST or None, initial=first, known=steps_of(community.archetype))
    if _is_meant(form) and done(form, lambda: _begin(request, community, form, now)):
        messages.success(request, _("The rhythm is there: the next dates are below."))
        return redirect("gatherings:gatherings", slug)
    return _page(request, community, "gatherings/series_new.html", form=form)


def _begin(request: PersonRequest, community: Community, form: SeriesForm, now: datetime) -> None:
    Series.begin(community=community, by=request.user, at=now, **form.facts())


@allow(signed_in)
def change(request: PersonRequest, slug: str, series: int) -> HttpResponse:
    """Change a series, from a day on or as it was always meant."""
    community, now = _set_by(request, slug), timezone.now()
    found = _series(request, community, series)
    upcoming = next_gatherings([found], at=now, limit=1)
    first = {"from_on": upcoming[0].planned_on if upcoming else timezone.localdate(now)}
    form = ChangeSeriesForm(request.POST or None, initial=facts_of(found) | first, series=found)
    if _is_meant(form) and done(form, lambda: _change(request, found, form, now)):
        messages.success(request, _("The rhythm is changed: the next dates are below."))
        return redirect("gatherings:gatherings", slug)
    return _series_page(request, community, found, form=form)


def _change(request: PersonRequest, series: Series, form: ChangeSeriesForm, now: datetime) -> None:
    facts: dict[str, Any] = form.facts()
    series.sequence = form.cleaned_data["seen"] or 0
    if form.cleaned_data["reach"] == "all":
        series.correct(by=request.user, at=now, **facts)
    else:
        del facts["starts_on"]
        from_on = form.cleaned_data["from_on"]
        series.change(from_on=from_on, by=request.user, at=now, **facts)


@allow(signed_in)
@require_POST
def end(request: PersonRequest, slug: str, series: int) -> HttpResponse:
    """Give a series its last day."""
    community, now = _set_by(request, slug), timezone.now()
    found, form = _series(request, community, series), EndForm(request.POST)
    if not done(form, lambda: found.end(on=form.cleaned_data["last_on"], by=request.user, at=now)):
        return _series_page(request, community, found, end_form=form)
    messages.success(request, _("The rhythm has a last day now."))
    return redirect("gatherings:gatherings", slug)


@allow(signed_in)
@require_POST
def turns(request: PersonRequest, slug: str, series: int) -> HttpResponse:
    """Say in which order people facilitate."""
    community, now = _set_by(request, slug), timezone.now()
    found = _series(request, community, series)
    form = TurnsForm(request.POST, people=people_for_turns(found))
    if not done(form, lambda: found.take_turns(people=form.order(), by=request.user, at=now)):
        return _series_page(request, community, found, turns_form=form)
    messages.success(request, _("The order is set, from the first gathering on."))
    return redirect("gatherings:gatherings", slug)


def _set_by(request: PersonRequest, slug: str) -> Community:
    """The community, for those who set its rhythm; to others the page does not exist."""
    community = community_for(request, slug)
    if not may_set_rhythm(request.user, community) or community.has_closed:
        raise Http404
    return community


def _series(request: PersonRequest, community: Community, pk: int) -> Series:
    series = Series.objects.visible_to(request.user).with_dates().filter(community=community)
    return get_object_or_404(series, pk=pk)


def _is_meant(form: SeriesForm) -> bool:
    """Whether the person has seen the dates of this rhythm and says that they are meant."""
    return form.is_bound and form.is_valid() and form.is_checked


def _series_page(
    request: PersonRequest, community: Community, series: Series, **forms: Form
) -> HttpResponse:
    """The page on a series with its three forms, one of them perhaps as it was sent."""
    here = {turn.person_id: turn.position for turn in series.turns.all()}
    people = people_for_turns(series)
    numbers = {f"turn_{pk}": position for pk, position in here.items()}
    made: dict[str, Any] = {
        "form": ChangeSeriesForm(initial=facts_of(series), series=series),
        "end_form": EndForm(),
        "turns_form": TurnsForm(initial=numbers, people=people),
        **forms,
    }
    return _page(request, community, "gatherings/series.html", series=series, **made)


def _page(
    request: PersonRequest, community: Community, template: str, *, form: Any, **more: Any
) -> HttpResponse:
    checked = form.is_bound and form.is_valid()
    context = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab="gatherings"),
        "form": form,
        "dates": form.dates(timezone.now()) if checked else [],
        **more,
    }
    wrong = [one for one in (form, *more.values()) if getattr(one, "errors", None)]
    conflict = any(one.non_field_errors() for one in wrong)
    return render(request, template, context, status=409 if conflict else 422 if wrong else 200)
