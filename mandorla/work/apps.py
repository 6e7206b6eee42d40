from __future__ import annotations

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "mandorla.work"
    verbose_name = "Work"

    def ready(self) -> None:
        """Make the module's events and news readable."""
        from mandorla.base import notices, verbs
        from mandorla.work.events import VERBS
        from mandorla.work.notices import NOTICES

        verbs.declare(VERBS)
        notices.declare(NOTICES)
