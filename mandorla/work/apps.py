from __future__ import annotations

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "mandorla.work"
    verbose_name = "Work"

    def ready(self) -> None:
        """Make events, news and indicators known; what is kept by unit follows the units."""
        from mandorla.base import indicators, notices, verbs
        from mandorla.people.models.unit import merging
        from mandorla.work.events import VERBS
        from mandorla.work.indicators import INDICATORS
        from mandorla.work.known import read
        from mandorla.work.merging import merge_rollout
        from mandorla.work.notices import NOTICES

        verbs.declare(VERBS)
        notices.declare(NOTICES)
        indicators.declare(INDICATORS, read=read)
        merging.connect(merge_rollout, dispatch_uid="merge rollout")
