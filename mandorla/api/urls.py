from __future__ import annotations

from django.urls import path, re_path

from mandorla.api import views

app_name = "api"

urlpatterns = [
    path("api/v1/", views.reference, name="reference"),
    path("api/v1/openapi.json", views.schema, name="schema"),
    re_path(r"^api/v1/(?P<path>[\s\S]+)$", views.answer, name="answer"),
]
