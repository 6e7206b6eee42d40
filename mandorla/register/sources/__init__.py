"""Readers of registers that other organizations keep: files in, what was found out."""

from __future__ import annotations
