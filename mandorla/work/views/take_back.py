"""What everybody takes back from a gathering to their unit."""

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
from mandorla.gatherings.models import Gathering
from mandorla.work.forms.insights import TakeBackForm
from mandorla.work.insights import carried_from
from mandorla.work.models import TakeBack
from mandorla.work.rules import steers
from mandorla.work.views.loading import refuse_form

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse


@allow(signed_in)
def take_back(request: PersonRequest, slug: str, series: int, planned_on: date) -> HttpResponse:
    """Word what everybody takes back."""
    gathering = _gathering(request, slug, series, planned_on)
    if not steers(request.user, gathering.community.roles_of(request.user)):
        raise Http404
    refuse_form(request, gathering.community)
    known = TakeBack.objects.filter(gathering=gathering).first()
    initial = {"text": known.text if known else "", "edits": known.edits if known else 0}
    form, now = TakeBackForm(request.POST or None, initial=initial), timezone.now()
    if form.is_bound and done(
        form,
        lambda: TakeBack.write(gathering=gathering, by=request.user, at=now, **form.cleaned_data),
    ):
        messages.success(request, _("This is what everybody takes back."))
        return redirect(gathering)
    context = {
        "nav": "communities",
        "header": header_of(gathering.community, person=request.user, tab="gatherings"),
        "gathering": gathering,
        "form": form,
        "known": known,
    }
    return render(request, "work/take_back.html", context, status=422 if form.is_bound else 200)


@allow(signed_in)
@require_POST
def talk(request: PersonRequest, slug: str, series: int, planned_on: date) -> HttpResponse:
    """I talked about it in my unit, or did not after all."""
    gathering = _gathering(request, slug, series, planned_on)
    carried = carried_from(
        gathering, reader=request.user, roles=gathering.community.roles_of(request.user)
    )
    if carried.take_back is None or not carried.may_talk:
        raise Http404
    verb = carried.take_back.untalk if "undo" in request.POST else carried.take_back.talk
    verb(by=request.user, at=timezone.now())
    thanks = _("Thank you. What you heard there can be brought as an insight.")
    messages.success(request, _("Taken back.") if "undo" in request.POST else thanks)
    return redirect((request.POST.get("next") == "today" and "dashboards:today") or gathering)


def _gathering(request: PersonRequest, slug: str, series: int, planned_on: date) -> Gathering:
    found = Gathering.objects.visible_to(request.user).select_related("community", "series")
    return get_object_or_404(found, community__slug=slug, series=series, planned_on=planned_on)
