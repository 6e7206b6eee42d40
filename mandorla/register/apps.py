from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "mandorla.register"
    verbose_name = "Register"
