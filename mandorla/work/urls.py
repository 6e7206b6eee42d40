from __future__ import annotations

from django.urls import path

from mandorla.work.views import insights, take_back

app_name = "work"

WORK = "communities/<slug:slug>/work/"
GATHERING = "communities/<slug:slug>/gatherings/<int:series>/<date:planned_on>/"

urlpatterns = [
    path(f"{WORK}insights/", insights.insights, name="insights"),
    path(f"{WORK}insights/<int:pk>/", insights.insight, name="insight"),
    path(f"{WORK}insights/<int:pk>/answer/", insights.answer, name="insight_answer"),
    path(f"{WORK}insights/<int:pk>/addition/", insights.addition, name="insight_addition"),
    path("work/brought/", insights.brought, name="brought"),
    path(f"{GATHERING}take-back/", take_back.take_back, name="take_back"),
    path(f"{GATHERING}take-back/talk/", take_back.talk, name="talk"),
]
