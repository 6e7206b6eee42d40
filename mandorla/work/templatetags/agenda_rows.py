"""The items of an agenda and what waits beside it, with their forms: up to thirty on a page."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from mandorla.base.frames import filled
from mandorla.work.forms.agenda import AddForm

if TYPE_CHECKING:
    from django.template import Context

    from mandorla.work.agenda_page import Beside, Line

register = template.Library()

FOCUSED: Final = frozenset({"up", "down", "park", "next_time", "minutes"})
FIELDS: Final = "work/_agenda_add_fields.html"


@register.simple_tag(takes_context=True)
def agenda_line(context: Context, line: Line, *, here: str = "") -> SafeString:
    """An item; where a page shapes the agenda, `here` is its address and each item has its steps.

    The button that was pressed last has the focus.
    """
    texts = {
        "clock": line.clock,
        "length": line.length,
        "part": line.part,
        "address": line.address,
        "title": line.row.title,
        "in_words": line.state,
        "why": line.why,
        "detail": line.detail,
    }
    if not here:
        return filled("work/_agenda_line.html", texts, state=line.row.state)
    texts |= {
        "anchor": line.anchor,
        "ref": line.ref,
        "minutes": str(line.row.minutes),
        "seen": context["page"].agenda.mark,
        "here": here,
        "csrf_token": context["csrf_token"],
    }
    step = context["focus"].removesuffix(f"-{line.anchor}")
    return filled(
        "work/_agenda_line.html",
        texts,
        state=line.row.state,
        may_move=bool(context["lists"]) and line.may_move,
        focus=step if step in FOCUSED else "",
    )


@register.simple_tag(takes_context=True)
def agenda_beside(context: Context, one: Beside, *, let_go: bool = False) -> SafeString:
    """What waits beside an agenda, to be put on it; or let go of, when nobody touched it."""
    texts = {
        "address": one.address,
        "title": one.title,
        "word": one.word,
        "why": one.why,
        "reason": one.reason,
        "kind": one.kind,
        "number": str(one.number),
        "here": context["here"],
        "csrf_token": context["csrf_token"],
    }
    return filled("work/_agenda_beside.html", texts, let_go=let_go)


@register.simple_tag(takes_context=True)
def agenda_add_fields(context: Context) -> SafeString:
    """The fields of what somebody puts on an agenda; blank ones are drawn once for these parts."""
    if form := context["add_form"]:
        return render_to_string(FIELDS, {"form": form})
    return _blank(get_language(), tuple(context["page"].parts))


@lru_cache(maxsize=512)
def _blank(_language: str, parts: tuple[str, ...]) -> SafeString:
    return render_to_string(FIELDS, {"form": AddForm(parts=parts)})
