from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "mandorla.ledger"
    verbose_name = "Ledger"

    def ready(self) -> None:
        """Make what can happen in the ledger known."""
        from mandorla.base import verbs
        from mandorla.ledger.events import VERBS

        verbs.declare(VERBS)
