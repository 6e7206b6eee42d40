"""Keys that say nothing about what came before or after."""

from __future__ import annotations

import secrets


def random_key() -> int:
    """A random number from 0 to 2^62; SQLite keeps rows in the order of such keys."""
    return secrets.randbits(62)
