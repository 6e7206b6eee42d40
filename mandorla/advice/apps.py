from __future__ import annotations

from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "mandorla.advice"
    verbose_name = "Advice"

    def ready(self) -> None:
        """Make the module's events readable."""
        from mandorla.advice.events import VERBS
        from mandorla.base import verbs

        verbs.declare(VERBS)
