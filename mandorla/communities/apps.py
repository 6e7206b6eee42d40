from __future__ import annotations

from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "mandorla.communities"
    verbose_name = "Communities"

    def ready(self) -> None:
        """Make the module's events readable."""
        from mandorla.base.verbs import declare
        from mandorla.communities.events import VERBS

        declare(VERBS)
