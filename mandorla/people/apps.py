from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "mandorla.people"
    verbose_name = "People"

    def ready(self) -> None:
        """Make the module's events readable."""
        from mandorla.base.verbs import declare
        from mandorla.people.events import VERBS

        declare(VERBS)
