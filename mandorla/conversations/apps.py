from __future__ import annotations

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "mandorla.conversations"
    verbose_name = "Conversations"

    def ready(self) -> None:
        """Make what can happen to conversations, and what can be known from them, known."""
        from mandorla.base import indicators, verbs
        from mandorla.conversations.events import VERBS
        from mandorla.conversations.indicators import INDICATORS
        from mandorla.conversations.known import read

        verbs.declare(VERBS)
        indicators.declare(INDICATORS, read=read)
