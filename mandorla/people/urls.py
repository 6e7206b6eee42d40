from __future__ import annotations

from django.urls import path

from mandorla.people.views import first_run

app_name = "people"

urlpatterns = [
    path("welcome/", first_run.welcome, name="first_run"),
]
