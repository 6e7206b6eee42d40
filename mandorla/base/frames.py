"""Parts of pages that are drawn once and filled in each time.

Drawing a part with thirty places takes a template half a millisecond, and a page has dozens of
parts that differ in a few texts only. Such a part is drawn once, with stand-ins for its texts, and
kept; each time after that the texts are put into their places, escaped as a template would.

    filled("work/_agenda_line.html", {"title": row.title, "why": why}, is_now=True)

In the template a text can be shown and joined to others, and `{% if why %}` asks whether there is
one. What it is compared with, counted or formatted as has to be a fact.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from django.template import Context, Engine, Template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

# Letters of no language stand around the name of a text.
STAND_IN: Final = re.compile("\ue000([a-z_]+)\ue001")

_frames: WeakKeyDictionary[Template, dict[Hashable, str]] = WeakKeyDictionary()


def filled(part: str, texts: Mapping[str, Any], **facts: Hashable) -> SafeString:
    """A part of a page with these texts.

    Args:
        part: The template. It sees the texts and the facts and nothing else.
        texts: What is put in, by name; the part is drawn anew only for other ones being empty.
        facts: Truth values, and words of which there are few: each is drawn for itself.
    """
    escaped = {name: _escaped(text) for name, text in texts.items()}
    drawn = _frames.setdefault(template := Engine.get_default().get_template(part), {})
    key = (get_language(), *map(bool, escaped.values()), *facts.items())
    if key not in drawn:
        drawn[key] = _frame(template, escaped, facts)
    return mark_safe(drawn[key] % escaped)  # noqa: S308 - drawn by a template, texts are escaped


def _escaped(text: Any) -> str:
    return text if isinstance(text, SafeString) else escape(str(text))


def _frame(template: Template, texts: Mapping[str, str], facts: Mapping[str, Any]) -> str:
    """A part as words with places: "<p>%(why)s</p>"."""
    stand_ins = {name: text and f"\ue000{name}\ue001" for name, text in texts.items()}
    drawn = template.render(Context({**stand_ins, **facts}))
    return STAND_IN.sub(r"%(\1)s", drawn.replace("%", "%%"))
