from __future__ import annotations

from django.urls import path

from mandorla.value.views import ballot, rounds, survey, value

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
    path("communities/<slug:slug>/value/rounds/new/", rounds.open_round, name="open"),
    path("communities/<slug:slug>/value/rounds/<int:number>/", rounds.show_round, name="round"),
    path(
        "communities/<slug:slug>/value/rounds/<int:number>/extension/",
        rounds.extend,
        name="extend",
    ),
    path("communities/<slug:slug>/value/rounds/<int:number>/closure/", rounds.close, name="close"),
    path(
        "communities/<slug:slug>/value/rounds/<int:number>/cancellation/",
        rounds.cancel,
        name="cancel",
    ),
    path(
        "communities/<slug:slug>/value/rounds/<int:number>/newcomers/",
        rounds.invite,
        name="invite",
    ),
    path("communities/<slug:slug>/value/rounds/survey/", survey.survey, name="survey"),
    path(
        "communities/<slug:slug>/value/rounds/survey/round/",
        survey.survey_round,
        name="survey_round",
    ),
    path(
        "communities/<slug:slug>/value/rounds/survey/blank.csv",
        survey.survey_blank,
        name="survey_blank",
    ),
]
