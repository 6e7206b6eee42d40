from __future__ import annotations

from django.urls import path

from mandorla.advice import views

app_name = "advice"

ADVICE = "communities/<slug:slug>/advice/"

urlpatterns = [
    path(ADVICE, views.advice, name="advice"),
    path(f"{ADVICE}<int:pk>/answer/", views.answer, name="answer"),
    path(f"{ADVICE}<int:pk>/resumption/", views.resumption, name="resumption"),
    path("advice/rules/", views.rules, name="rules"),
    path("advice/rules/<slug:number>/", views.rule, name="rule"),
    path("advice/rules/<slug:number>/restoration/", views.restoration, name="restoration"),
    path("advice/guides/", views.guide_list, name="guides"),
    path("advice/guides/<slug:key>/", views.guide, name="guide"),
]
