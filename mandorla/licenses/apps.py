from __future__ import annotations

from django.apps import AppConfig


class LicensesConfig(AppConfig):
    name = "mandorla.licenses"
    verbose_name = "Licenses"

    def ready(self) -> None:
        """Make the module's events and news readable."""
        from mandorla.base import indicators, notices, verbs
        from mandorla.licenses.events import VERBS
        from mandorla.licenses.indicators import INDICATORS
        from mandorla.licenses.known import read
        from mandorla.licenses.notices import NOTICES

        verbs.declare(VERBS)
        notices.declare(NOTICES)
        indicators.declare(INDICATORS, read=read)
