"""How long posts are kept: as many months as the installation says, or until somebody ends it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings


def kept_from(at: datetime) -> datetime | None:
    """The first moment of which posts are kept; None when there is no limit.

    Args:
        at: The moment.
    """
    months: int = settings.CONVERSATION_MONTHS
    if not months:
        return None
    now = at.astimezone(UTC)
    first = now.year * 12 + now.month - 1 - months
    return datetime(first // 12, first % 12 + 1, 1, tzinfo=UTC)
