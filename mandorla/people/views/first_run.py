"""The first page of a new instance: whose it is, and who keeps it."""

from __future__ import annotations


from allauth.account.utils import perform_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from mandorla.base.models import Organization
from mandorla.people.forms import FirstRunForm
from mandorla.people.models import Person


def welcome(request: HttpRequest) -> HttpResponse:
    """Name the organization and make the first program manager; once."""
    if Organization.current():
        raise Http404
    form = FirstRunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = Person.found(**form.cleaned_data, at=timezone.now())
        perform_login(request, person)
        return redirect("home")
    return render(request, "people/first_run.html", {"form": form})
