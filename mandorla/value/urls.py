from __future__ import annotations

from django.urls import path

from mandorla.value.views import ballot, value

app_name = "value"

urlpatterns = [
    path("communities/<slug:slug>/value/", value.value, name="value"),
    path(
        "communities/<slug:slug>/value/rounds/<int:number>/ballot/", ballot.ballot, name="ballot"
    ),
    path(
        "communities/<slug:slug>/value/rounds/<int:number>/ballot/<slug:step>/",
        ballot.step,
        name="ballot_step",
    ),
]
