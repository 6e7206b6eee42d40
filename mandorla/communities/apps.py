from __future__ import annotations

from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "mandorla.communities"
    verbose_name = "Communities"

    def ready(self) -> None:
        """Make its events and indicators known, and its communities places with a history."""
        from mandorla.base import indicators, notices
        from mandorla.base.places import keeps_history
        from mandorla.base.verbs import declare
        from mandorla.communities.events import VERBS
        from mandorla.communities.holdings import CommunityRoles
        from mandorla.communities.indicators import INDICATORS
        from mandorla.communities.known import read
        from mandorla.communities.models import Community
        from mandorla.communities.notices import NOTICES
        from mandorla.people import holdings

        declare(VERBS)
        notices.declare(NOTICES)
        indicators.declare(INDICATORS, read=read)
        keeps_history(Community)
        holdings.declare(CommunityRoles())
