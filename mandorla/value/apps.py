from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ValueConfig(AppConfig):
    name = "mandorla.value"
    verbose_name = "Value"

    def ready(self) -> None:
        """Make its events and indicators known; the database guards what rounds weigh."""
        from mandorla.base import indicators
        from mandorla.base.models.append_only import emptied, emptying
        from mandorla.base.verbs import declare
        from mandorla.value.events import VERBS
        from mandorla.value.indicators import INDICATORS
        from mandorla.value.known import read
        from mandorla.value.models import unchanging

        declare(VERBS)
        indicators.declare(INDICATORS, read=read)
        post_migrate.connect(unchanging.guard_after_migrating, sender=self)
        emptying.connect(unchanging.lift_for_emptying)
        emptied.connect(unchanging.guard_after_emptying)
