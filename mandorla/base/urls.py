"""Addresses of what belongs to no module in particular."""

from __future__ import annotations

from django.urls import path

from mandorla.base import design, scheme

app_name = "base"

urlpatterns = [
    path("design/", design.design, name="design"),
    path("scheme/", scheme.scheme, name="scheme"),
]
