"""The first page of a new instance: whose it is, and who keeps it."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from mandorla.base.errors import Refused
from mandorla.base.models import Organization
from mandorla.people.forms import FirstRunForm
from mandorla.people.models import Person


def welcome(request: HttpRequest) -> HttpResponse:
    """Name the organization and make the first program manager; once."""
    if Organization.current():
        raise Http404
    form = FirstRunForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "people/first_run.html", {"form": form}, status=status)
    try:
        person = Person.found(**form.cleaned_data, at=timezone.now())
    except Refused:  # somebody else was first
        return redirect("account_login")
    perform_login(request, person)
    return redirect("communities:directory")  # nothing can wait for anybody yet
