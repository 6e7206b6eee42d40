from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy


class BaseConfig(AppConfig):
    name = "mandorla.base"
    verbose_name = "Base"

    def ready(self) -> None:
        """The database guards the trail; a form asks for what is missing in our own words."""
        from django.forms import Field

        from mandorla.base import lookups  # noqa: F401
        from mandorla.base.models.append_only import guard_after_migrating

        Field.default_error_messages["required"] = gettext_lazy("Fill this in.")
        # Whatever migrations did to its table.
        post_migrate.connect(guard_after_migrating, sender=self, dispatch_uid="guard events")
