from __future__ import annotations

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "mandorla.work"
    verbose_name = "Work"

    def ready(self) -> None:
        """Make the module's events and news readable; what is kept by unit follows the units."""
        from mandorla.base import notices, verbs
        from mandorla.people.models.unit import merging
        from mandorla.work.events import VERBS
        from mandorla.work.merging import merge_rollout
        from mandorla.work.notices import NOTICES

        verbs.declare(VERBS)
        notices.declare(NOTICES)
        merging.connect(merge_rollout, dispatch_uid="merge rollout")
