from __future__ import annotations

from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "mandorla.base"
    verbose_name = "Base"
