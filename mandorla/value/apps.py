from __future__ import annotations

from django.apps import AppConfig


class ValueConfig(AppConfig):
    name = "mandorla.value"
    verbose_name = "Value"

    def ready(self) -> None:
        """Make the module's events readable."""
        from mandorla.base.verbs import declare
        from mandorla.value.events import VERBS

        declare(VERBS)
