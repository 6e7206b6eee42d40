from __future__ import annotations

from django.urls import path

from mandorla.people.views import first_run, roster

app_name = "people"

urlpatterns = [
    path("welcome/", first_run.welcome, name="first_run"),
    path("roster/", roster.roster, name="roster"),
    path("roster/<int:pk>/", roster.roster_import, name="roster_import"),
    path("roster/<int:pk>/choices/", roster.roster_choices, name="roster_choices"),
    path("roster/<int:pk>/progress/", roster.roster_progress, name="roster_progress"),
    path("roster/<int:pk>/removal/", roster.roster_removal, name="roster_removal"),
    path("roster/<int:pk>/<slug:kind>.csv", roster.roster_list, name="roster_list"),
]
