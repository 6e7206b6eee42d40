"""Why texts are said to be about the same, as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandorla.core.common import Common

MOST_UNITS = 4


def reason(common: Common) -> str:
    """Why these stand together: both about “price lists”; Sales and Finance."""
    about = words_sentence(common.words, count=len(common.places), is_same=common.is_same)
    units = units_sentence(common.units)
    return f"{about}; {units}" if units else about


def words_sentence(words: Sequence[str], *, count: int, is_same: bool = False) -> str:
    """What so many texts have in common; `is_same` when all of them are one text."""
    if not words and is_same and count == 2:
        return _("both say the same")
    if not words and is_same:
        return _("all {count} say the same").format(count=count)
    if not words:
        return _("alike in what they mean, without a telling word in common")
    said = get_text_list([_("“{word}”").format(word=word) for word in words], _("and"))
    if count == 1:
        return _("about {words}").format(words=said)
    if count == 2:
        return _("both about {words}").format(words=said)
    return _("{count} about {words}").format(count=count, words=said)


def units_sentence(units: Sequence[str]) -> str:
    """The units, by name; very many are counted."""
    more = len(units) - MOST_UNITS
    names = list(units)
    if more > 0:
        others = ngettext("{count} more unit", "{count} more units", more).format(count=more)
        names = [*names[:MOST_UNITS], others]
    return get_text_list(names, _("and"))
