from __future__ import annotations

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "mandorla.dashboards"
    verbose_name = "Dashboards"
