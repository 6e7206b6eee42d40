"""How long a community has had its license: since when, until when, and who said so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandorla.licenses.models import Decision
from mandorla.licenses.models.decision_kinds import RENEWS
from mandorla.licenses.spans import since

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mandorla.licenses.models import License
    from mandorla.licenses.spans import Span


@dataclass(frozen=True, slots=True)
class Held:
    """How long it holds, and by whose word.

    Attributes:
        since_on: From when it holds without a gap; None when no day is known.
        until_on: Until when it holds; None when it has no end.
        now_until_on: The last day of the term that runs, where another one follows on it.
        next_on: The first day of that one.
        renewal: The decision that renewed it last; None when it was not renewed.
    """

    since_on: date | None = None
    until_on: date | None = None
    now_until_on: date | None = None
    next_on: date | None = None
    renewal: Decision | None = None


def read_held(license: License, spans: Sequence[Span], *, on: date) -> Held:
    """How long a license holds.

    Args:
        license: Which one.
        spans: The terms it has had.
        on: The day.
    """
    rows = Decision.objects.filter(license=license, kind__in=RENEWS).select_related("by")
    renewal = rows.order_by("-at", "-pk").first()
    now = next((one for one in spans if one.from_on <= on and not one.is_over(on=on)), None)
    following = next((one for one in spans if one.from_on > on), None) if now else None
    return Held(
        since_on=since(spans) or license.starts_on,
        until_on=license.until_on,
        now_until_on=now.until_on if now and following else None,
        next_on=following.from_on if following else None,
        renewal=renewal,
    )
