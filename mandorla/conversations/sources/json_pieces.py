"""JSON read a piece at a time: a list of a billion messages is never in memory at once."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING, Any, Final

from mandorla.conversations.sources.entry import CHUNK
from mandorla.conversations.sources.items import Unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mandorla.conversations.sources.entry import Entry

AT_ONCE: Final = 8 * CHUNK
_decoder = json.JSONDecoder()


def whole(entry: Entry) -> Any:
    """Everything in a small file.

    Raises:
        Unreadable: It is large, or no JSON.
    """
    if entry.size is not None and entry.size > AT_ONCE:
        raise Unreadable("large_entry", entry=entry.name)
    data = entry.read(AT_ONCE + 1)
    if len(data) > AT_ONCE:
        raise Unreadable("large_entry", entry=entry.name)
    try:
        return json.loads(data)
    except json.JSONDecodeError as problem:
        raise Unreadable("no_json", entry=entry.name, line=problem.lineno) from problem
    except (UnicodeDecodeError, RecursionError) as problem:
        raise Unreadable("no_json", entry=entry.name) from problem


def elements(entry: Entry) -> Iterator[dict[str, Any]]:
    """The objects of a list, however long it is.

    Raises:
        Unreadable: It is cut off, or no list in JSON.
    """
    if entry.size is not None and entry.size <= AT_ONCE:
        found = whole(entry)
        if not isinstance(found, list):
            raise Unreadable("no_list", entry=entry.name)
        yield from (one for one in found if isinstance(one, dict))
        return
    pieces = _Pieces(entry)
    if pieces.peek() != "[":
        raise Unreadable("no_list", entry=entry.name)
    yield from pieces.objects()


def tables(entry: Entry, wanted: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects in the named lists of one large object, each with the name of its list.

    Raises:
        Unreadable: It is cut off, or no object in JSON.
    """
    pieces = _Pieces(entry)
    if pieces.peek() != "{":
        raise Unreadable("no_json", entry=entry.name, line=1)
    pieces.skip("{")
    while pieces.peek() != "}":
        key = str(pieces.value())
        pieces.skip(":")
        if pieces.peek() == "[":
            for one in pieces.objects():
                if key in wanted:
                    yield key, one
        else:
            pieces.value()
        if pieces.peek() == ",":
            pieces.skip(",")


class _Pieces:
    """A text of which only a piece is in memory."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("replace").decode
        self._text = ""
        self._at = 0
        self._lines = 1
        self._is_over = False

    def peek(self) -> str:
        """The next character that is no blank."""
        while True:
            text, at = self._text, self._at
            while at < len(text) and text[at] in " \t\r\n":
                at += 1
            self._at = at
            if at < len(text):
                return text[at]
            if not self._fill():
                raise self._broken()

    def skip(self, expected: str) -> None:
        """Pass over one character."""
        if self.peek() != expected:
            raise self._broken()
        self._at += 1

    def value(self) -> Any:
        """The next value, whatever it is."""
        self.peek()
        while True:
            try:
                value, end = _decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as problem:
                if not self._fill():
                    raise self._broken() from problem
                continue
            except RecursionError as problem:
                raise self._broken() from problem
            if end == len(self._text) and self._fill():
                continue  # a number may go on
            self._at = end
            return value

    def objects(self) -> Iterator[dict[str, Any]]:
        """The objects of the list that begins here."""
        self.skip("[")
        while self.peek() != "]":
            value = self.value()
            if isinstance(value, dict):
                yield value
            if self.peek() == ",":
                self.skip(",")
            elif self.peek() != "]":
                raise self._broken()
        self.skip("]")

    def _fill(self) -> bool:
        """Take in more; False when there is nothing more."""
        if self._is_over:
            return False
        left = self._text[self._at :]
        if len(left) > self._entry.limits.line:
            raise Unreadable("long_line", entry=self._entry.name, line=self._line())
        self._lines += self._text.count("\n", 0, self._at)
        data = self._entry.read(max(CHUNK, len(left)))
        self._is_over = not data
        self._text, self._at = left + self._decode(data, final=self._is_over), 0
        return bool(data)

    def _line(self) -> int:
        return self._lines + self._text.count("\n", 0, self._at)

    def _broken(self) -> Unreadable:
        return Unreadable("no_json", entry=self._entry.name, line=self._line())
