"""Keys that say nothing about what came before or after."""

from __future__ import annotations

import secrets


def random_key() -> int:
    """A random number from 0 to 2^48, which fits into an address and into JavaScript."""
    return secrets.randbits(48)
