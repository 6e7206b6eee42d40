from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BaseConfig(AppConfig):
    name = "mandorla.base"
    verbose_name = "Base"

    def ready(self) -> None:
        """The database guards the trail, whatever migrations did to its table."""
        from mandorla.base import lookups  # noqa: F401
        from mandorla.base.models.append_only import guard_after_migrating

        post_migrate.connect(guard_after_migrating, sender=self, dispatch_uid="guard events")
