from __future__ import annotations

from django.urls import path

from mandorla.licenses.views import application, license

app_name = "licenses"

LICENSE = "communities/<slug:slug>/license/"

urlpatterns = [
    path(LICENSE, license.license, name="license"),
    path(f"{LICENSE}decisions/<int:pk>/", license.decision, name="decision"),
    path(f"{LICENSE}application/", application.application, name="application"),
]
