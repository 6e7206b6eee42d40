from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy


class BaseConfig(AppConfig):
    name = "mandorla.base"
    verbose_name = "Base"

    def ready(self) -> None:
        """The database guards the trail; forms ask, and addresses tell days, in our own way."""
        from django.forms import Field
        from django.urls import register_converter

        from mandorla.base import lookups  # noqa: F401
        from mandorla.base.converters import DayConverter
        from mandorla.base.models.append_only import guard_after_migrating

        register_converter(DayConverter, "date")
        Field.default_error_messages["required"] = gettext_lazy("Fill this in.")
        # Whatever migrations did to its table.
        post_migrate.connect(guard_after_migrating, sender=self, dispatch_uid="guard events")
