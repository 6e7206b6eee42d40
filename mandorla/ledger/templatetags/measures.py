"""The fan of a measure, drawn once for each language as long as nothing of it changes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.template.loader import render_to_string
from django.utils.translation import get_language

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from mandorla.ledger.drawing import Fan
    from mandorla.ledger.measure_page import FanRow, MeasurePage

register = template.Library()


@register.simple_tag
def fan(page: MeasurePage, goal: str) -> SafeString:
    """The readings of a measure with what may come, and the same as a table."""
    name = page.line.measure.name
    return _drawn(get_language(), page.fan, page.rows, page.heights, name, goal, page.year)


@lru_cache(maxsize=256)
def _drawn(
    _language: str | None,
    fan: Fan | None,
    rows: tuple[FanRow, ...],
    heights: tuple[tuple[str, str], ...],
    name: str,
    goal: str,
    _year: int,
) -> SafeString:
    """Days of this year are written without it, so that it is drawn anew each year."""
    what = {"fan": fan, "rows": rows, "heights": heights, "name": name, "goal": goal}
    return render_to_string("ledger/_fan.html", what)
