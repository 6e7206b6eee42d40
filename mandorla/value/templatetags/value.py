"""How pages word what a round found."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import get_language

from mandorla.base.figure import percent
from mandorla.value import sentences
from mandorla.value.charts import QUADRANTS
from mandorla.value.hiding import why_hidden

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from mandorla.value.charts import Bar, Plot
    from mandorla.value.figures import Figures
    from mandorla.value.shown import ShownRound

register = template.Library()


@register.simple_tag
def shared_lede(figures: Figures, url: str = "") -> SafeString:
    """What is true, in one sentence; the share is a link when there is somewhere to go."""
    share = sentences.shares(figures)[0]
    kind = "a" if url else "b"
    address = format_html(' href="{}"', url) if url else ""
    number = format_html('<{} class="is-shared"{}>{}</{}>', kind, address, share, kind)
    return sentences.lede(figures, number=number)


@register.simple_tag
def share_of(value: float | None) -> str:
    """A share as a page says it; nothing when it is not known."""
    return "" if value is None else percent(value)


@register.simple_tag
def hidden_sentence(shown: ShownRound) -> str:
    """Why a round's figures are not shown."""
    return why_hidden(shown)


@register.simple_tag
def pairs(bars: tuple[Bar, ...]) -> SafeString:
    """Every expectation as a pair of bars."""
    return _drawn("value/_pairs.html", get_language(), bars=bars)


@register.simple_tag
def quadrants(bars: tuple[Bar, ...], plots: tuple[Plot, Plot]) -> SafeString:
    """What is important to each side and what of it is delivered."""
    return _drawn("value/_quadrants.html", get_language(), bars=bars, plots=plots)


@lru_cache(maxsize=128)
def _drawn(name: str, _language: str | None, **what: Any) -> SafeString:
    """Drawn once for each language: what a round found stays what it is."""
    return render_to_string(name, what)


@register.simple_tag
def quadrant_name(code: str | None) -> str:
    """What importance and delivery ask for; a dash when nobody rated it."""
    return str(QUADRANTS[code]) if code else "–"
