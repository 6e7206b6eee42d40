"""One measure: its odds, its readings, and entering, correcting and taking back one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandorla.base.web import PersonRequest, allow, done, signed_in
from mandorla.communities.header import header_of
from mandorla.communities.views.members import community_for
from mandorla.ledger.figures import exact, typed
from mandorla.ledger.forms.measures import (
    CorrectionForm,
    ForesightForm,
    ReadingForm,
    ReadingsFileForm,
)
from mandorla.ledger.measure_page import goal_words, read_measure_page
from mandorla.ledger.models import Reading
from mandorla.ledger.rules import takes_readings
from mandorla.ledger.views.measures import measure_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mandorla.ledger.models import Measure


@allow(signed_in)
def measure(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """One measure; a POST enters what it was on a day."""
    found = measure_of(request, community_for(request, slug), number)
    if request.method != "POST":
        return show(request, found)
    must_take(request, found)
    form = ReadingForm(request.POST, shape=found.shape)
    if not done(form, lambda: _read(request, found, form)):
        return show(request, found, form=form)
    messages.success(request, _("It is entered."))
    return redirect(found)


@allow(signed_in)
def correction(request: PersonRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Say what it was instead on a day (POST); the earlier reading is kept."""
    reading = _reading(request, slug, number, pk)
    found = reading.measure
    initial = {"value": typed(reading.value, found.shape)}
    form = CorrectionForm(request.POST or None, shape=found.shape, initial=initial)
    if request.method == "POST" and done(form, lambda: _correct(request, reading, form)):
        messages.success(request, _("It is corrected. The earlier reading is kept."))
        return redirect(found)
    context = {
        "nav": "communities",
        "header": header_of(found.community, person=request.user, tab="value"),
        "measure": found,
        "reading": reading,
        "was": exact(reading.value, found.shape),
        "form": form,
    }
    return render(request, "ledger/reading.html", context, status=422 if form.errors else 200)


@require_POST
@allow(signed_in)
def removal(request: PersonRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Nothing was read on that day."""
    reading = _reading(request, slug, number, pk)
    reading.take_back(by=request.user, at=timezone.now())
    messages.success(request, _("It is taken back, and kept among the corrections."))
    return redirect(reading.measure)


def show(request: PersonRequest, found: Measure, **also: Any) -> HttpResponse:
    """The page of a measure; what was wrong with what was sent is said on it."""
    header = header_of(found.community, person=request.user, tab="value")
    wrong = also.get("form")
    initial = {"on": timezone.localdate()}
    context = {
        "nav": "communities",
        "header": header,
        "measure": found,
        "page": read_measure_page(found, header, person=request.user, on=timezone.localdate()),
        "goal": goal_words(found),
        "form": wrong or ReadingForm(shape=found.shape, initial=initial),
        "file_form": ReadingsFileForm(),
        "foresight_form": ForesightForm(),
    }
    return render(request, "ledger/measure.html", context | also, status=422 if also else 200)


def must_take(request: PersonRequest, found: Measure) -> None:
    """Go on for those who enter readings; for others there is nothing to enter.

    Raises:
        Http404: They do not.
    """
    roles = found.community.roles_of(request.user)
    if not takes_readings(request.user, roles, found):
        raise Http404


def _reading(request: PersonRequest, slug: str, number: int, pk: int) -> Reading:
    """A reading that holds, for those who enter readings."""
    found = measure_of(request, community_for(request, slug), number)
    must_take(request, found)
    visible = Reading.objects.visible_to(request.user).filter(measure=found)
    reading: Reading = get_object_or_404(visible.counting(), pk=pk)
    reading.measure = found
    return reading


def _read(request: PersonRequest, found: Measure, form: ReadingForm) -> None:
    Reading.read(measure=found, by=request.user, at=timezone.now(), **form.cleaned_data)


def _correct(request: PersonRequest, reading: Reading, form: CorrectionForm) -> None:
    reading.correct(by=request.user, at=timezone.now(), **form.cleaned_data)
