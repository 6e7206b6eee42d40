from __future__ import annotations

from django.urls import path

from mandorla.work.views import insights, questions, rollout, solutions, take_back

app_name = "work"

WORK = "communities/<slug:slug>/work/"
GATHERING = "communities/<slug:slug>/gatherings/<int:series>/<date:planned_on>/"

urlpatterns = [
    path(f"{WORK}insights/", insights.insights, name="insights"),
    path(f"{WORK}insights/<int:pk>/", insights.insight, name="insight"),
    path(f"{WORK}insights/<int:pk>/answer/", insights.answer, name="insight_answer"),
    path(f"{WORK}insights/<int:pk>/addition/", insights.addition, name="insight_addition"),
    path(f"{WORK}questions/", questions.questions, name="questions"),
    path(f"{WORK}questions/<int:pk>/", questions.question, name="question"),
    path(f"{WORK}questions/<int:pk>/reply/", questions.reply, name="question_reply"),
    path(f"{WORK}questions/<int:pk>/withdrawal/", questions.withdrawal, name="question_withdrawal"),
    path(f"{WORK}problems/<int:problem>/solutions/", solutions.proposal, name="propose"),
    path(f"{WORK}solutions/<int:pk>/", solutions.solution, name="solution"),
    path(f"{WORK}solutions/<int:pk>/words/", solutions.words, name="solution_words"),
    path(f"{WORK}solutions/<int:pk>/decision/", solutions.decision, name="decision"),
    path(f"{WORK}solutions/<int:pk>/help/", solutions.helping, name="help"),
    path(f"{WORK}solutions/<int:pk>/rollout/", rollout.roll_out, name="roll_out"),
    path(f"{WORK}rollout/", rollout.rollout, name="rollout"),
    path(f"{WORK}rollout/rollout.csv", rollout.rollout_file, name="rollout_file"),
    path(f"{WORK}rollout/<int:pk>/", rollout.line, name="rollout_line"),
    path(f"{WORK}rollout/<int:pk>/state/", rollout.state, name="rollout_state"),
    path(f"{WORK}rollout/<int:pk>/coordinator/", rollout.coordinator, name="rollout_coordinator"),
    path(f"{WORK}rollout/<int:pk>/due/", rollout.due, name="rollout_due"),
    path("units/<int:pk>/rollout/", rollout.unit, name="unit_rollout"),
    path("work/brought/", insights.brought, name="brought"),
    path(f"{GATHERING}take-back/", take_back.take_back, name="take_back"),
    path(f"{GATHERING}take-back/talk/", take_back.talk, name="talk"),
]
