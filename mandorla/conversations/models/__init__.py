"""What is kept of conversations: that they were imported, and never what was said."""

from __future__ import annotations

from mandorla.conversations.models.conversation_import import ConversationImport
from mandorla.conversations.models.program_snapshot import ProgramSnapshot
from mandorla.conversations.models.snapshot import Snapshot

__all__ = ["ConversationImport", "ProgramSnapshot", "Snapshot"]
