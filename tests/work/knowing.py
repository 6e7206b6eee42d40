"""What is known of a community from its work, as tests ask for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mandorla.communities.models import Community
from mandorla.core.conditions import Finding
from mandorla.work.known import read
from tests.make import AT

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
LATE = AT + 8 * WEEK - timedelta(hours=3)  # before that day's gathering


def known(community: Community, name: str, *, at: Any = LATE) -> Finding | None:
    """One indicator; None when it is not known."""
    return read([community.pk], at=at).get(name, {}).get(community.pk)


def value(community: Community, name: str, *, at: Any = LATE) -> Any:
    """Its value; None when it is not known."""
    found = known(community, name, at=at)
    return found.value if found else None
