from __future__ import annotations

from django.apps import AppConfig


class LicensesConfig(AppConfig):
    name = "mandorla.licenses"
    verbose_name = "Licenses"
