from __future__ import annotations

from django.urls import path

from mandorla.strategy.views import imports, objectives

app_name = "strategy"

urlpatterns = [
    path("strategy/new/", objectives.new, name="new"),
    path("strategy/import/", imports.choose, name="import"),
    path("strategy/import/application/", imports.application, name="import_application"),
    path("strategy/<int:pk>/edit/", objectives.edit, name="edit"),
    path("strategy/<int:pk>/parent/", objectives.place, name="place"),
    path("strategy/<int:pk>/retirement/", objectives.retirement, name="retirement"),
    path("strategy/<int:pk>/resumption/", objectives.resumption, name="resumption"),
]
