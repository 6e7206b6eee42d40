"""The addresses of calendars: those to subscribe to, and those that are read in."""

from __future__ import annotations

from django.urls import path

from mandorla.gatherings.views import calendar, calendar_intake

GATHERINGS = "communities/<slug:slug>/gatherings/"

urlpatterns = [
    path("calendar/<str:key>.ics", calendar.feed, name="feed"),
    path("account/calendar/", calendar.my_calendar, name="my_calendar"),
    path("account/calendar/feed/", calendar.new_feed, name="new_feed"),
    path("account/calendar/feed/<slug:slug>/", calendar.new_feed, name="new_community_feed"),
    path("account/calendar/<int:pk>/renewal/", calendar.feed_renewal, name="feed_renewal"),
    path("account/calendar/<int:pk>/revocation/", calendar.feed_revocation, name="feed_revocation"),
    path(
        "account/calendar/invitations/<slug:slug>/",
        calendar.invitations_by_mail,
        name="invitations_by_mail",
    ),
    path(
        f"{GATHERINGS}<int:series>/<date:planned_on>/invitation.ics",
        calendar.invitation,
        name="invitation",
    ),
    path(f"{GATHERINGS}calendar/", calendar_intake.choose, name="read_calendar"),
    path(
        f"{GATHERINGS}calendar/taken/",
        calendar_intake.application,
        name="read_calendar_application",
    ),
]
