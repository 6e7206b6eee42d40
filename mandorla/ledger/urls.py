from __future__ import annotations

from django.urls import path

from mandorla.ledger.views import threads

app_name = "ledger"

urlpatterns = [
    path("communities/<slug:slug>/thread/", threads.flow, name="flow"),
    path("thread/<slug:kind>/<int:pk>/", threads.thread, name="thread"),
]
