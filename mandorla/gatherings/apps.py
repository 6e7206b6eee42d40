from __future__ import annotations

from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "mandorla.gatherings"
    verbose_name = "Gatherings"

    def ready(self) -> None:
        """Make events, news and indicators known; tell communities when they meet, what ends."""
        from mandorla.base import indicators, notices, verbs
        from mandorla.communities import closing
        from mandorla.communities.header import tell_next_gathering
        from mandorla.gatherings.closing import end_rhythms
        from mandorla.gatherings.events import VERBS
        from mandorla.gatherings.indicators import INDICATORS
        from mandorla.gatherings.known import read
        from mandorla.gatherings.notices import NOTICES
        from mandorla.gatherings.rhythm_page import soon

        verbs.declare(VERBS)
        notices.declare(NOTICES)
        indicators.declare(INDICATORS, read=read)
        tell_next_gathering(soon)
        closing.declare(end_rhythms)
