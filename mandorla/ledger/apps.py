from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "mandorla.ledger"
    verbose_name = "Ledger"

    def ready(self) -> None:
        """Make known what can happen in the ledger, and what can be known from it."""
        from mandorla.base import indicators, notices, verbs
        from mandorla.ledger.brought import lines_of
        from mandorla.ledger.events import VERBS
        from mandorla.ledger.indicators import INDICATORS
        from mandorla.ledger.known import read
        from mandorla.ledger.notices import NOTICES
        from mandorla.value.brought import tell_brought

        verbs.declare(VERBS)
        notices.declare(NOTICES)
        indicators.declare(INDICATORS, read=read)
        tell_brought(lines_of)
