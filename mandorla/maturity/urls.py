from __future__ import annotations

from django.urls import path

from mandorla.maturity.views import agreement, models, profile, rounds

app_name = "maturity"

PROFILE = "communities/<slug:slug>/profile/"
ROUND = f"{PROFILE}rounds/<int:number>/"

urlpatterns = [
    path(PROFILE, profile.profile, name="profile"),
    path(f"{PROFILE}dimensions/<slug:key>/", profile.dimension, name="dimension"),
    path(f"{PROFILE}past/", profile.past, name="past"),
    path(f"{PROFILE}agreement/", agreement.agreement, name="agreement"),
    path(f"{PROFILE}targets/", agreement.targets, name="targets"),
    path(f"{PROFILE}rounds/", rounds.open_round, name="open"),
    path(ROUND, rounds.show_round, name="round"),
    path(f"{ROUND}ballot/", rounds.ballot, name="ballot"),
    path(f"{ROUND}closure/", rounds.close, name="close"),
    path(f"{ROUND}cancellation/", rounds.cancel, name="cancel"),
    path("maturity/", models.models, name="models"),
    path("maturity/<slug:key>/<int:version>/", models.model, name="model"),
    path("maturity/<slug:key>/<int:version>/file/", models.file, name="file"),
    path("maturity/<slug:key>/<int:version>/use/", models.use, name="use"),
]
