from __future__ import annotations

from django.urls import path

from mandorla.gatherings.views import calendar

app_name = "gatherings"

GATHERING = "communities/<slug:slug>/gatherings/<int:series>/<date:planned_on>/"

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
    path(f"{GATHERING}invitation.ics", calendar.invitation, name="invitation"),
]
