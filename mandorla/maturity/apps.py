from __future__ import annotations

from django.apps import AppConfig


class MaturityConfig(AppConfig):
    name = "mandorla.maturity"
    verbose_name = "Maturity"
