"""The calendar of licenses: who decides what by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.licenses.calendar_page import SPANS, read_calendar

if TYPE_CHECKING:
    from django.http import HttpResponse


@allow(signed_in)
def calendar(request: PersonRequest) -> HttpResponse:
    """What is due of every license somebody has to do with."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(span) for span in SPANS} else 90
    found = read_calendar(request.user, on=timezone.localdate(), days=days)
    context = {"nav": "communities", "calendar": found, "spans": SPANS}
    return render(request, "licenses/calendar.html", context)
