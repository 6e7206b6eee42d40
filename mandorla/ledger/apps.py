from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "mandorla.ledger"
    verbose_name = "Ledger"
