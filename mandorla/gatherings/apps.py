from __future__ import annotations

from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "mandorla.gatherings"
    verbose_name = "Gatherings"

    def ready(self) -> None:
        """Make events and news readable, and tell communities when they meet and what ends."""
        from mandorla.base import notices, verbs
        from mandorla.communities import closing
        from mandorla.communities.header import tell_next_gathering
        from mandorla.gatherings.closing import end_rhythms
        from mandorla.gatherings.events import VERBS
        from mandorla.gatherings.notices import NOTICES
        from mandorla.gatherings.rhythm_page import soon

        verbs.declare(VERBS)
        notices.declare(NOTICES)
        tell_next_gathering(soon)
        closing.declare(end_rhythms)
