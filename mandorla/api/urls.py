from __future__ import annotations

from django.urls import path

from mandorla.api import views

app_name = "api"

urlpatterns = [
    path("api/v1/", views.reference, name="reference"),
    path("api/v1/openapi.json", views.schema, name="schema"),
    path("api/v1/<path:path>", views.answer, name="answer"),
]
