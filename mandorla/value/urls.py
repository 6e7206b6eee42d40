from __future__ import annotations

from django.urls import path

from mandorla.value.views import (
    answers,
    ballot,
    conversation,
    expectations,
    lens,
    rounds,
    statements,
    survey,
    value,
)

app_name = "value"

urlpatterns = [
    path("communities/<slug:slug>/value/", value.value, name="value"),
    path("communities/<slug:slug>/value/lens/<int:number>/", lens.lens, name="lens"),
    path(
        "communities/<slug:slug>/value/expectations/",
        expectations.expectations,
        name="expectations",
    ),
    path(
        "communities/<slug:slug>/value/expectations/catalogue/",
        expectations.take,
        name="expectation_take",
    ),
    path(
        "communities/<slug:slug>/value/expectations/<int:pk>/",
        expectations.expectation,
        name="expectation",
    ),
    path(
        "communities/<slug:slug>/value/expectations/<int:pk>/objectives/",
        expectations.objectives,
        name="expectation_objectives",
    ),
    path(
        "communities/<slug:slug>/value/expectations/<int:pk>/place/",
        expectations.place,
        name="expectation_place",
    ),
    path(
        "communities/<slug:slug>/value/expectations/<int:pk>/removal/",
        expectations.removal,
        name="expectation_removal",
    ),
    path(
        "communities/<slug:slug>/value/suggestions/", expectations.suggestions, name="suggestions"
    ),
    path(
        "communities/<slug:slug>/value/suggestions/merging/",
        expectations.merging,
        name="suggestion_merging",
    ),
    path(
        "communities/<slug:slug>/value/suggestions/setting-aside/",
        expectations.setting_aside,
        name="suggestion_setting_aside",
    ),
    path("communities/<slug:slug>/value/rounds/<int:number>/ballot/", ballot.ballot, name="ballot"),
    path(
        "communities/<slug:slug>/value/rounds/<int:number>/ballot/<slug:step>/",
        ballot.step,
        name="ballot_step",
    ),
    path(
        "communities/<slug:slug>/value/rounds/<int:number>/answer/", answers.answer, name="answer"
    ),
    path(
        "communities/<slug:slug>/value/rounds/<int:number>/agreement/",
        answers.agreement,
        name="agreement",
    ),
    path("communities/<slug:slug>/value/rounds/<int:number>/group/", answers.group, name="group"),
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
    path(
        "communities/<slug:slug>/value/rounds/<int:number>/conversation/",
        conversation.conversation,
        name="conversation",
    ),
    path(
        "communities/<slug:slug>/value/rounds/<int:number>/conversation/<int:position>/",
        conversation.settle,
        name="settlement",
    ),
    path("communities/<slug:slug>/value/statement/", statements.statements, name="statements"),
    path(
        "communities/<slug:slug>/value/statement/draft/", statements.draft, name="statement_draft"
    ),
    path(
        "communities/<slug:slug>/value/statement/<int:version>/",
        statements.statement,
        name="statement",
    ),
    path(
        "communities/<slug:slug>/value/statement/<int:version>/publication/",
        statements.publish,
        name="statement_publish",
    ),
    path(
        "communities/<slug:slug>/value/statement/<int:version>/removal/",
        statements.discard,
        name="statement_discard",
    ),
    path(
        "communities/<slug:slug>/value/statement/<int:version>/signature/",
        statements.sign,
        name="statement_sign",
    ),
]
