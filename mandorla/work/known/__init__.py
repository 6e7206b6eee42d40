"""Reads what is known of communities from their work, for many of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.base.known import Known
from mandorla.work.known.asked import read_asked
from mandorla.work.known.carried import read_carried
from mandorla.work.known.written import read_written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mandorla.base.indicators import Found


def read(communities: Sequence[int], *, at: datetime) -> Found:
    """What is known of these communities, in a fixed number of queries."""
    known = Known(communities)
    if communities:
        read_carried(known, at=at)
        read_asked(known, at=at)
        read_written(known, at=at)
    return known.found


__all__ = ["read"]
