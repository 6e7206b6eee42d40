from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "mandorla.reports"
    verbose_name = "Reports"

    def ready(self) -> None:
        """Make what can happen to papers and shared pages readable."""
        from mandorla.base.verbs import declare
        from mandorla.reports.events import VERBS

        declare(VERBS)
