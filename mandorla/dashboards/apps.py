from __future__ import annotations

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "mandorla.dashboards"
    verbose_name = "Dashboards"

    def ready(self) -> None:
        """Make the module's events readable; who signs in is known as a sponsor."""
        from mandorla.base.verbs import declare
        from mandorla.dashboards.events import VERBS
        from mandorla.dashboards.portfolio.rules import SPONSORS
        from mandorla.people import backend

        declare(VERBS)
        backend.read_also(is_sponsor=SPONSORS)
