from __future__ import annotations

from django.urls import path

from mandorla.conversations.views import data_use, health, imports, own_ties

app_name = "conversations"

urlpatterns = [
    path("conversations/", imports.imports, name="imports"),
    path("conversations/units/", health.program, name="program"),
    path("conversations/forgetting/", imports.forgetting, name="forgetting"),
    path("conversations/<int:pk>/", imports.one_import, name="import"),
    path("conversations/<int:pk>/start/", imports.start, name="start"),
    path("conversations/<int:pk>/progress/", imports.import_progress, name="progress"),
    path("conversations/<int:pk>/removal/", imports.removal, name="removal"),
    path("communities/<slug:slug>/health/", health.health, name="health"),
    path("me/ties/", own_ties.ties, name="own_ties"),
    path("data-use/", data_use.data_use, name="data_use"),
]
