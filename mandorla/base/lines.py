"""Names and other texts of one line: they show what they are, and nothing in them hides."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused

LONGEST_PROSE: Final = 20_000  # letters of a text of several lines that has no length of its own
# What breaks a line, and what turns the letters around it so that one name reads as another.
_HIDES = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_SEEN = ("L", "N", "P", "S")  # letters, numbers, punctuation, symbols
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # counted among these, and drawn as nothing


def validate_line(text: str) -> None:
    """Refuse a text that breaks the line, turns letters around or cannot be seen.

    Raises:
        ValidationError: It does one of these.
    """
    is_seen = any(
        unicodedata.category(letter).startswith(_SEEN) and letter not in _BLANK for letter in text
    )
    if _HIDES.search(text) or (text and not is_seen):
        raise ValidationError(_("Write it in one line, in letters that can be seen."))


def line_of(text: str) -> str:
    """The words with one space between them.

    Args:
        text: What was written; a line that was broken goes on.

    Raises:
        Refused: It turns letters around or cannot be seen.
    """
    line = " ".join(text.split())
    try:
        validate_line(line)
    except ValidationError as wrong:
        raise Refused(wrong.message) from wrong
    return line
