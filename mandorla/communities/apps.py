from __future__ import annotations

from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "mandorla.communities"
    verbose_name = "Communities"

    def ready(self) -> None:
        """Make the module's events readable, and its communities places that keep a history."""
        from mandorla.base.places import keeps_history
        from mandorla.base.verbs import declare
        from mandorla.communities.events import VERBS
        from mandorla.communities.holdings import CommunityRoles
        from mandorla.communities.models import Community
        from mandorla.people import holdings

        declare(VERBS)
        keeps_history(Community)
        holdings.declare(CommunityRoles())
