from __future__ import annotations

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "mandorla.work"
    verbose_name = "Work"

    def ready(self) -> None:
        """Make the module's events readable."""
        from mandorla.base.verbs import declare
        from mandorla.work.events import VERBS

        declare(VERBS)
