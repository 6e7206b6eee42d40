from __future__ import annotations

from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "mandorla.gatherings"
    verbose_name = "Gatherings"

    def ready(self) -> None:
        """Make the module's events readable."""
        from mandorla.base.verbs import declare
        from mandorla.gatherings.events import VERBS

        declare(VERBS)
