from __future__ import annotations

from django.urls import path

from mandorla.dashboards import views
from mandorla.dashboards.portfolio.urls import urlpatterns as portfolio

app_name = "dashboards"

urlpatterns = [
    path("today/", views.today, name="today"),
    path("strategy/", views.strategy, name="strategy"),
    path("strategy/coverage/", views.coverage, name="coverage"),
    path("strategy/<int:pk>/", views.objective, name="objective"),
    *portfolio,
    path("communities/<slug:slug>/", views.overview, name="overview"),
]
