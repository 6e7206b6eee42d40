from __future__ import annotations

from django.urls import path

from mandorla.communities.views import directory, facts, members

app_name = "communities"

urlpatterns = [
    path("communities/", directory.directory, name="directory"),
    path("communities/<slug:slug>/members/", members.members, name="members"),
    path("communities/<slug:slug>/members/<int:pk>/end/", members.end, name="membership_end"),
    path("communities/<slug:slug>/membership/", members.membership, name="membership"),
    path("communities/<slug:slug>/membership/end/", members.leave, name="leave"),
    path("communities/<slug:slug>/requests/new/", members.ask, name="ask"),
    path("communities/<slug:slug>/requests/<int:pk>/", members.answer, name="answer"),
    path("communities/<slug:slug>/history/", members.history, name="history"),
    path("communities/<slug:slug>/facts/", facts.facts, name="facts"),
    path("communities/<slug:slug>/status/", facts.status, name="status"),
]
