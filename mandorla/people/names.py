"""How names are looked for: without accents and capitals, by the beginning of a word."""

from __future__ import annotations

import re
import unicodedata

LONGEST_KEY = 150
KEYS = ("name_key", "second_name_key", "last_name_key")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# Letters that no decomposition takes apart, as people type them without their keyboard.
_PLAIN = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)


def plain_words(text: str) -> list[str]:
    """The words of a text as they are compared: small letters without accents.

    >>> plain_words("Łucja O’Brien-Møller")
    ['lucja', "o'brien-moller"]
    """
    return _WORD.findall(plain_text(text).replace("’", "'"))


def plain_text(text: str) -> str:
    """A text as it is compared: small letters without accents, with one space between words.

    >>> plain_text("  Łódź, R&D ")
    'lodz, r&d'
    """
    parts = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return " ".join(bare.translate(_PLAIN).split())


def name_keys(name: str) -> tuple[str | None, str | None, str | None]:
    """What a name is found by: the name from its first, its second and its last word on.

    Three ordinary indexes answer every search for a word of a name of up to three words, and for
    the first two words and the last one of a longer name.

    >>> name_keys("Ana María Gómez López")
    ('ana maria gomez lopez', 'maria gomez lopez', 'lopez')
    >>> name_keys("Cher")
    ('cher', None, None)
    """
    words = plain_words(name)
    whole = " ".join(words)[:LONGEST_KEY] or None
    second = " ".join(words[1:])[:LONGEST_KEY] or None
    last = words[-1][:LONGEST_KEY] if len(words) > 2 else None
    return whole, second, last
