"""A period as people say it: whole years as years, otherwise the days it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from datetime import date


def in_words(starts_on: date | None, ends_on: date | None) -> str:
    """When something starts and ends, as far as it is known; empty when nothing is."""
    if starts_on is None and ends_on is None:
        return ""
    if ends_on is None:
        return _("from {day}").format(day=_day(starts_on))
    if starts_on is None:
        return _("until {day}").format(day=_day(ends_on))
    if (starts_on.month, starts_on.day, ends_on.month, ends_on.day) == (1, 1, 12, 31):
        first, last = starts_on.year, ends_on.year
        return str(first) if first == last else f"{first}–{last}"
    return _("{a} to {b}").format(a=_day(starts_on), b=_day(ends_on))


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
