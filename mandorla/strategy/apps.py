from __future__ import annotations

from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "mandorla.strategy"
    verbose_name = "Strategy"

    def ready(self) -> None:
        """Make the module's events readable, and its objectives places that keep a history."""
        from mandorla.base.places import keeps_history
        from mandorla.base.verbs import declare
        from mandorla.strategy.events import VERBS
        from mandorla.strategy.models import Objective

        declare(VERBS)
        keeps_history(Objective)
