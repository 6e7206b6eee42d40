"""One's own page: what I brought. Nobody but the person it tells of can open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.reports.brought import Brought, places_of, read
from mandorla.reports.forms import WantedForm, chosen
from mandorla.reports.models import Choice, Consent
from mandorla.reports.read_helped import answers_to
from mandorla.work.models import Answer

if TYPE_CHECKING:
    from django.http import HttpResponse


def own(request: PersonRequest) -> tuple[Brought, WantedForm]:
    """What whoever is signed in brought, of the community and time in the address."""
    form = WantedForm(request.GET or None, places=places_of(request.user))
    return read(request.user, form.wanted), form


def asked_for(request: HttpRequest) -> str:
    """The part of the address that says which community and time, for other addresses."""
    query = request.GET.urlencode()
    return f"?{query}" if query else ""


@never_cache
@allow(signed_in)
def brought(request: PersonRequest) -> HttpResponse:
    """What I brought; a POST says which lines go along when I take it out."""
    found, form = own(request)
    if request.method == "POST":
        usual = found.usual
        Choice.keep_all(chosen(request.POST, usual=usual), usual=usual, by=request.user)
        messages.success(request, _("It is kept. Links that you shared follow at once."))
        return redirect(reverse("reports:brought") + asked_for(request))
    context = {"brought": found, "form": form, "asked": asked_for(request), "tab": "brought"}
    return render(request, "reports/brought.html", context)


@never_cache
@allow(signed_in)
def helpers(request: PersonRequest) -> HttpResponse:
    """Who helped me, and whether they may name me; a POST says so or takes it back."""
    if request.method == "POST":
        answer = get_object_or_404(
            Answer.objects.filter(ask__asked_by=request.user).select_related("ask"),
            pk=_number(request.POST.get("answer", "")),
        )
        if request.POST.get("may") == "yes":
            Consent.give(answer=answer, by=request.user, at=timezone.now())
            messages.success(request, _("They may name you, until you say otherwise."))
        else:
            Consent.withdraw(answer=answer, by=request.user)
            messages.success(request, _("They no longer name you."))
        return redirect("reports:helpers")
    context = {"answers": answers_to(request.user), "tab": "helpers"}
    return render(request, "reports/helpers.html", context)


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else 0
