"""Every address of the product, module by module."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="dashboards:today"), name="home"),
    path("accounts/", include("mandorla.people.sign_in_urls")),
    path("", include("mandorla.base.urls")),
    path("", include("mandorla.people.urls")),
    path("", include("mandorla.strategy.urls")),
    path("", include("mandorla.communities.urls")),
    path("", include("mandorla.value.urls")),
    path("", include("mandorla.gatherings.urls")),
    path("", include("mandorla.conversations.urls")),
    path("", include("mandorla.work.urls")),
    path("", include("mandorla.maturity.urls")),
    path("", include("mandorla.ledger.urls")),
    path("", include("mandorla.licenses.urls")),
    path("", include("mandorla.advice.urls")),
    path("", include("mandorla.dashboards.urls")),
    path("", include("mandorla.register.urls")),
    path("", include("mandorla.reports.urls")),
    path("", include("mandorla.demo.urls")),
    path("", include("mandorla.api.urls")),
]
