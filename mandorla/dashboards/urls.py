from __future__ import annotations

from django.urls import path

from mandorla.dashboards import views

app_name = "dashboards"

urlpatterns = [
    path("communities/<slug:slug>/", views.overview, name="overview"),
]
