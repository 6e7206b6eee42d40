"""Calendars to subscribe to, and one gathering as a file for a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mandorla.base.errors import Refused
from mandorla.base.web import PersonRequest, allow, signed_in
from mandorla.communities.models import Community
from mandorla.gatherings.calendar.of_series import meeting_of
from mandorla.gatherings.calendar.writing import file
from mandorla.gatherings.feeds import calendar_of, calendars_of
from mandorla.gatherings.invitations import sends_invitations
from mandorla.gatherings.models import CalendarFeed, Gathering, Invitee, Series

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

CALENDAR = "text/calendar; charset=utf-8"


def site_of(request: HttpRequest) -> str:
    """The address of this installation, as it is known or as it was asked."""
    return settings.BASE_URL or request.build_absolute_uri("/")[:-1]


@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponseBase:
    """The calendar at a secret address: whoever has the address needs no sign-in.

    Whether it changed is told by its bytes alone: leaving a community leaves no newer date.
    """
    subscribed = get_object_or_404(CalendarFeed.objects.answering(), key=key)
    calendar = calendar_of(subscribed, at=timezone.now(), site=site_of(request))
    same = get_conditional_response(request, etag=calendar.etag)
    response = same or HttpResponse(calendar.data, content_type=CALENDAR)
    response["ETag"] = calendar.etag
    response["Last-Modified"] = http_date(calendar.changed_at.timestamp())
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@allow(signed_in)
def my_calendar(request: PersonRequest) -> HttpResponse:
    """The addresses of one's calendars, and how to use them."""
    also = request.GET.get("community", "")
    context = {
        "calendars": calendars_of(request.user, site=site_of(request), also=also),
        "writes": sends_invitations(),
    }
    return render(request, "gatherings/my_calendar.html", context)


@require_POST
@allow(signed_in)
def new_feed(request: PersonRequest, slug: str = "") -> HttpResponse:
    """A calendar of all one's communities, or of one, has an address."""
    community = _community(request, slug) if slug else None
    CalendarFeed.make(person=request.user, community=community, at=timezone.now())
    messages.success(request, _("The calendar has an address. Subscribe to it below."))
    return redirect("gatherings:my_calendar")


@require_POST
@allow(signed_in)
def feed_renewal(request: PersonRequest, pk: int) -> HttpResponse:
    """A calendar is at another address."""
    _feed(request, pk).renew(at=timezone.now())
    messages.success(request, _("The old address is gone. Subscribe to the new one."))
    return redirect("gatherings:my_calendar")


@require_POST
@allow(signed_in)
def feed_revocation(request: PersonRequest, pk: int) -> HttpResponse:
    """Nothing is at the address of a calendar any more."""
    _feed(request, pk).revoke()
    messages.success(request, _("Nothing is at that address any more."))
    return redirect("gatherings:my_calendar")


@require_POST
@allow(signed_in)
def invitations_by_mail(request: PersonRequest, slug: str) -> HttpResponse:
    """One gets a community's gatherings as invitations by mail, or no longer."""
    community = _community(request, slug)
    if request.POST.get("wanted"):
        Invitee.begin(person=request.user, community=community)
        messages.success(request, _("Invitations come by mail from now on."))
    else:
        Invitee.end(person=request.user, community=community)
        messages.success(request, _("No more invitations come by mail."))
    return redirect("gatherings:my_calendar")


@require_safe
@allow(signed_in)
def invitation(request: PersonRequest, slug: str, series: int, planned_on: date) -> HttpResponse:
    """One gathering as a file that a calendar program takes in."""
    seen = Series.objects.visible_to(request.user).with_dates()
    found = get_object_or_404(seen, pk=series, community__slug=slug)
    try:
        gathering = Gathering.on(series=found, planned_on=planned_on)
    except Refused as nothing:
        raise Http404 from nothing
    data = file([meeting_of(found, gathering, site=site_of(request))])
    response = HttpResponse(data, content_type=CALENDAR)
    name = f"{slug}-{planned_on}.ics"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _community(request: PersonRequest, slug: str) -> Community:
    return get_object_or_404(Community.objects.visible_to(request.user), slug=slug)


def _feed(request: PersonRequest, pk: int) -> CalendarFeed:
    return get_object_or_404(CalendarFeed.objects.visible_to(request.user), pk=pk)
