from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MaturityConfig(AppConfig):
    name = "mandorla.maturity"
    verbose_name = "Maturity"

    def ready(self) -> None:
        """Make the module's events and indicators readable; the shipped model is always here."""
        from mandorla.base import indicators, notices
        from mandorla.base.verbs import declare
        from mandorla.maturity.events import VERBS
        from mandorla.maturity.indicators import INDICATORS, read
        from mandorla.maturity.models.model_version import ship_after_migrating
        from mandorla.maturity.notices import NOTICES

        declare(VERBS)
        notices.declare(NOTICES)
        indicators.declare(INDICATORS, read=read)
        post_migrate.connect(ship_after_migrating, sender=self)
