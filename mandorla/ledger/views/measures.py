"""The measures of a community: what it follows, and beginning, changing and retiring one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.ledger.forms.measures import MeasureForm, RetireForm
from mandorla.ledger.measures_page import read_measures_page
from mandorla.ledger.models import Measure
from mandorla.ledger.rules import sets_measures

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.communities.models import Community


@allow(signed_in)
def measures(request: PersonRequest, slug: str) -> HttpResponse:
    """What shows that the community brings what both sides expect, and how likely it gets there."""
    header = header_of(community_for(request, slug), person=request.user, tab="value")
    page = read_measures_page(header, person=request.user)
    context = {"nav": "communities", "header": header, "page": page}
    return render(request, "ledger/measures.html", context)


@allow(signed_in)
def begin(request: PersonRequest, slug: str) -> HttpResponse:
    """Say what is measured (POST): from where, to where, by when."""
    community = to_set(request, slug)
    initial = MeasureForm.initial_for(
        community,
        expectation=request.GET.get("expectation", ""),
        role=request.GET.get("role", ""),
    )
    form = MeasureForm(request.POST or None, community=community, initial=initial)
    if request.method == "POST" and done(form, lambda: _begin(request, community, form)):
        messages.success(request, _("It is followed from now on. Enter what it is today."))
        newest = Measure.objects.filter(community=community).order_by("-number").first()
        return redirect(newest or community)
    return _form(request, community, form)


@allow(signed_in)
def change(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Say otherwise (POST) what is measured."""
    community = to_set(request, slug)
    measure = measure_of(request, community, number)
    initial = MeasureForm.initial_of(measure)
    form = MeasureForm(request.POST or None, community=community, initial=initial)
    if request.method == "POST" and done(form, lambda: _change(request, measure, form)):
        messages.success(request, _("It says so now, and the odds are drawn anew."))
        return redirect(measure)
    return _form(request, community, form, measure=measure)


@require_POST
@allow(signed_in)
def retirement(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """It is followed no more."""
    community = to_set(request, slug)
    measure, form = measure_of(request, community, number), RetireForm(request.POST)
    if not done(form, lambda: _retire(request, measure, form)):
        return _form(request, community, None, measure=measure, retire=form)
    messages.success(request, _("It is followed no more. What was read stays."))
    return redirect("ledger:measures", slug)


def measure_of(request: PersonRequest, community: Community, number: int) -> Measure:
    """The measure at an address, when the person may see it."""
    visible = Measure.objects.visible_to(request.user).filter(community=community)
    return get_object_or_404(visible.select_related("expectation", "owner"), number=number)


def to_set(request: PersonRequest, slug: str) -> Community:
    """The community at an address, for those who set its measures."""
    community = community_for(request, slug)
    may = sets_measures(request.user, community.roles_of(request.user))
    if not may or community.has_closed:
        raise Http404
    return community


def _begin(request: PersonRequest, community: Community, form: MeasureForm) -> None:
    Measure.begin(
        community=community,
        aim=form.aim(),
        expectation=form.cleaned_data["expectation"],
        owner=form.cleaned_data["owner"],
        by=request.user,
        at=timezone.now(),
    )


def _change(request: PersonRequest, measure: Measure, form: MeasureForm) -> None:
    seen = form.cleaned_data["seen"]
    measure.change(
        aim=form.aim(),
        expectation=form.cleaned_data["expectation"],
        owner=form.cleaned_data["owner"],
        edits=measure.edits if seen is None else seen,
        by=request.user,
        at=timezone.now(),
    )


def _retire(request: PersonRequest, measure: Measure, form: RetireForm) -> None:
    measure.retire(because=form.cleaned_data["because"], by=request.user, at=timezone.now())


def _form(
    request: PersonRequest,
    community: Community,
    form: MeasureForm | None,
    *,
    measure: Measure | None = None,
    retire: RetireForm | None = None,
) -> HttpResponse:
    """The form of a measure; what was wrong is said, and what was typed is still there."""
    if form is None and measure is not None:
        form = MeasureForm(community=community, initial=MeasureForm.initial_of(measure))
    context = {
        "nav": "communities",
        "header": header_of(community, person=request.user, tab="value"),
        "form": form,
        "measure": measure,
        "retire": retire or RetireForm(),
    }
    is_wrong = bool((form and form.errors) or (retire and retire.errors))
    return render(request, "ledger/measure_form.html", context, status=422 if is_wrong else 200)
