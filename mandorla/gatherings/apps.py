from __future__ import annotations

from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "mandorla.gatherings"
    verbose_name = "Gatherings"

    def ready(self) -> None:
        """Make the module's events readable, and tell headers when a community meets next."""
        from mandorla.base.verbs import declare
        from mandorla.communities.header import tell_next_gathering
        from mandorla.gatherings.events import VERBS
        from mandorla.gatherings.rhythm_page import soon

        declare(VERBS)
        tell_next_gathering(soon)
