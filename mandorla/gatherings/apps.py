from __future__ import annotations

from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "mandorla.gatherings"
    verbose_name = "Gatherings"
