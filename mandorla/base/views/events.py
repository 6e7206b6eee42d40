"""The trail: everything that happened, in sentences, for those who have to answer for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from mandorla.base.forms import TrailForm
from mandorla.base.models import Event
from mandorla.base.rules import may_read_trail
from mandorla.base.trail import as_csv, stretch
from mandorla.base.web import PersonRequest, allow

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase


@allow(may_read_trail)
def events(request: PersonRequest) -> HttpResponse:
    """What happened, newest first, as asked for."""
    form = TrailForm(request.GET)
    found = form.applied_to(Event.objects.visible_to(request.user))
    context = {
        "nav": "events",
        "form": form,
        "stretch": stretch(found, after=request.GET.get("after", "")),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "base/events.html", context, status=200 if form.is_valid() else 400)


@allow(may_read_trail)
def events_file(request: PersonRequest) -> HttpResponseBase:
    """The same as a CSV file."""
    form = TrailForm(request.GET)
    if not form.is_valid():
        return events(request)
    found = form.applied_to(Event.objects.visible_to(request.user))
    answer = StreamingHttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    name = f"events-{timezone.localdate()}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
