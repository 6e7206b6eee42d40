"""Addresses of what belongs to no module in particular."""

from __future__ import annotations

from django.urls import path

from mandorla.base import design, scheme
from mandorla.base.views import events

app_name = "base"

urlpatterns = [
    path("events/", events.events, name="events"),
    path("events/file.csv", events.events_file, name="events_file"),
    path("design/", design.design, name="design"),
    path("scheme/", scheme.scheme, name="scheme"),
]
