"""What is drawn by lot for each answer: the order of the items, and the screens they are on."""

from __future__ import annotations

import secrets
from typing import Final

SEED_BITS: Final = 31


def new_seed() -> int:
    """A seed from which nobody could be told."""
    return secrets.randbits(SEED_BITS)


def order_of(*, items: int, seed: int) -> list[int]:
    """The items in the order that belongs to a seed."""
    import numpy as np  # slow import

    drawn: list[int] = np.random.default_rng(seed).permutation(items).tolist()
    return drawn


def screens_of(*, items: int, seed: int) -> tuple[tuple[int, ...], ...]:
    """The screens of best and worst that belong to a seed."""
    from mandorla.core.best_worst import design  # slow import

    return design(items, seed=seed)
