"""Figures of conversations: table in, table out, as expressions that run on several engines."""

from __future__ import annotations
