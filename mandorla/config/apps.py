from __future__ import annotations

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "mandorla.config"
    verbose_name = "Configuration"
