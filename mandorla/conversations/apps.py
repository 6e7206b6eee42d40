from __future__ import annotations

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "mandorla.conversations"
    verbose_name = "Conversations"

    def ready(self) -> None:
        """Make what can happen to conversations known."""
        from mandorla.base import verbs
        from mandorla.conversations.events import VERBS

        verbs.declare(VERBS)
