from __future__ import annotations

from django.urls import path

from mandorla.value.views import value

app_name = "value"

urlpatterns = [
    path("communities/<slug:slug>/value/", value.value, name="value"),
]
