"""Addresses of what belongs to no module in particular."""

from __future__ import annotations

from django.urls import path

from mandorla.base import design, scheme
from mandorla.base.views import events, news

app_name = "base"

urlpatterns = [
    path("events/", events.events, name="events"),
    path("events/file.csv", events.events_file, name="events_file"),
    path("news/", news.news, name="news"),
    path("news/reading/", news.reading, name="news_reading"),
    path("news/<int:pk>/", news.following, name="news_following"),
    path("design/", design.design, name="design"),
    path("scheme/", scheme.scheme, name="scheme"),
]
