"""The forms beside each item of an agenda, drawn once for a page and filled in for each item.

Drawing them anew for each of thirty rows would be a third of what the page costs.
"""

from __future__ import annotations

from html import escape
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from django import template
from django.template import Engine
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from django.template import Context

register = template.Library()

# Letters of no language stand for what differs; a title is filled in last, as it may hold them.
REF, ANCHOR, MINUTES, KIND, NUMBER, TITLE = (f"\ue000{place}\ue000" for place in range(6))
LINE: Final = SimpleNamespace(
    ref=REF, anchor=ANCHOR, row=SimpleNamespace(title=TITLE, minutes=MINUTES)
)
BESIDE: Final = SimpleNamespace(kind=KIND, number=NUMBER, title=TITLE)
STEPS: Final = "work/_agenda_steps.html"
PUT_ON: Final = "work/_agenda_put_on.html"


@register.simple_tag(takes_context=True)
def agenda_steps(context: Context, line: Any) -> SafeString:
    """What can be done with an item; the one that was moved last has the focus."""
    if context["focus"].endswith(f"-{line.anchor}"):
        return _drawn(context, STEPS, line=line)
    frame = _frame(context, STEPS, line=LINE)
    facts = {REF: line.ref, ANCHOR: line.anchor, MINUTES: line.row.minutes, TITLE: line.row.title}
    return _filled(frame, facts)


@register.simple_tag(takes_context=True)
def agenda_put_on(context: Context, one: Any, *, let_go: bool = False) -> SafeString:
    """What can be done with what waits beside an agenda."""
    frame = _frame(context, PUT_ON, one=BESIDE, let_go=let_go)
    return _filled(frame, {KIND: one.kind, NUMBER: one.number, TITLE: one.title})


def _frame(context: Context, part: str, **values: Any) -> str:
    """A part with stand-ins, drawn once for a page."""
    key = f"{part} {values.get('let_go')}"
    frame = context.render_context.get(key)
    if frame is None:
        frame = context.render_context[key] = _drawn(context, part, **values)
    return str(frame)


def _filled(frame: str, facts: dict[str, object]) -> SafeString:
    for stand_in, fact in facts.items():
        frame = frame.replace(stand_in, escape(str(fact)))
    return mark_safe(frame)  # noqa: S308 - the frame was drawn by a template, facts are escaped


def _drawn(context: Context, part: str, **values: Any) -> SafeString:
    with context.push(**values):
        return Engine.get_default().get_template(part).render(context)
