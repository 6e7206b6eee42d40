"""A file of plain data, of which every part knows its place: file, line and field.

Register files come from outside. A part is asked for what a reader expects of it and refuses
with a `Wrong` that names the place, so that a reader states only what it wants.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from math import isfinite
from typing import Any

from mandorla.register.found import Problem

LONGEST_TEXT = 200_000
OTHER_FILE = "holds no fields, such as “name: …”: it is probably a file of another kind"


class Wrong(Exception):
    """A part is not what it has to be."""

    def __init__(self, part: Part, what: str, field: str = "") -> None:
        path = ".".join(step for step in (part.path, field) if step)
        self.problem = Problem(part.file, what, part.line, path)
        super().__init__(str(self.problem))


@dataclass(frozen=True)
class Part:
    """A value with its place: a text or number, a list of parts, or parts by key.

    Attributes:
        file: the file's path inside the register.
        path: the field, as "leadership.chairs[0]".
        line: counted from 1, None when the format does not tell.
        value: str, int, float, bool, None, date or time; list[Part]; or dict[str, Part].
        raw: a scalar as it is written, where that differs.
    """

    file: str
    path: str
    line: int | None
    value: Any
    raw: str | None = None

    # --- what it is ---

    def fields(self) -> dict[str, Part]:
        """The parts by key."""
        if not isinstance(self.value, dict):
            raise Wrong(self, "has to have fields of its own" if self.path else OTHER_FILE)
        return self.value

    def items(self) -> list[Part]:
        """The parts of a list; an absent one has none."""
        if self.value is None:
            return []
        if not isinstance(self.value, list):
            raise Wrong(self, "has to be a list")
        return self.value

    def as_text(self, longest: int = LONGEST_TEXT) -> str:
        """The text, without white space around it. A number or date is text as written."""
        value = self.raw if self.raw is not None else self.value
        if not isinstance(value, str) or isinstance(self.value, bool):
            raise Wrong(self, "has to be text")
        if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise Wrong(self, "holds a sign that is not text")
        text = value.strip()
        if len(text) > longest:
            raise Wrong(self, f"is longer than {longest} characters")
        return text

    def plain(self) -> Any:
        """The value as data that JSON can hold."""
        if isinstance(self.value, dict):
            return {key: part.plain() for key, part in self.value.items()}
        if isinstance(self.value, list):
            return [part.plain() for part in self.value]
        if self.value is None or isinstance(self.value, bool | int):
            return self.value
        if isinstance(self.value, float) and isfinite(self.value):
            return self.value
        return self.as_text()

    # --- what it has ---

    def part(self, key: str) -> Part | None:
        """The part of that name, None when it is absent or empty."""
        found = self.fields().get(key)
        return None if found is None or found.value is None else found

    def one(self, key: str) -> Part | None:
        """The part of that name, which has fields of its own."""
        found = self.part(key)
        if found is not None:
            found.fields()
        return found

    def many(self, key: str) -> list[Part]:
        """The parts of the list of that name; none when it is absent."""
        found = self.part(key)
        return found.items() if found else []

    def text(self, key: str, *, longest: int = LONGEST_TEXT) -> str:
        """The text of that name, "" when it is absent."""
        found = self.part(key)
        return found.as_text(longest) if found else ""

    def needed(self, key: str, *, longest: int = LONGEST_TEXT) -> str:
        """The text of that name, which may not be absent."""
        text = self.text(key, longest=longest)
        if not text:
            there = self.fields().get(key)
            raise Wrong(there or self, "has to say something", "" if there else key)
        return text

    def texts(self, key: str, *, longest: int = LONGEST_TEXT) -> list[str]:
        """The texts of the list of that name."""
        return [part.as_text(longest) for part in self.many(key)]

    def choice(self, key: str, choices: tuple[str, ...], default: str) -> str:
        """One of the given words."""
        found = self.part(key)
        if found is None:
            return default
        text = found.as_text()
        if text not in choices:
            raise Wrong(found, f"has to be one of {', '.join(choices)}")
        return text

    def flag(self, key: str) -> bool:
        """A yes or no; absent means no."""
        found = self.part(key)
        if found is None:
            return False
        if not isinstance(found.value, bool):
            raise Wrong(found, "has to be true or false")
        return found.value

    def number(self, key: str, *, low: int, high: int) -> int | None:
        """A whole number within bounds."""
        found = self.part(key)
        if found is None:
            return None
        value = found.value
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise Wrong(found, f"has to be a whole number from {low} to {high}")
        return value

    def day(self, key: str) -> date | None:
        """A date as 2026-03-31."""
        found = self.part(key)
        if found is None:
            return None
        try:
            return date.fromisoformat(found.as_text(10))
        except (ValueError, Wrong) as error:
            raise Wrong(found, "has to be a date as 2026-03-31") from error

    def moment(self, key: str) -> datetime | None:
        """A moment as 2026-03-31T09:00:00Z."""
        found = self.part(key)
        if found is None:
            return None
        try:
            moment = datetime.fromisoformat(found.as_text(40))
        except (ValueError, Wrong) as error:
            raise Wrong(found, "has to be a moment as 2026-03-31T09:00:00Z") from error
        if moment.tzinfo is None:
            raise Wrong(found, "has to say its time zone, as 2026-03-31T09:00:00Z")
        try:
            return moment.astimezone(UTC)
        except OverflowError as error:
            raise Wrong(found, "is not a moment of this calendar") from error

    def clock(self, key: str) -> time | None:
        """A time of day as 09:30."""
        found = self.part(key)
        if found is None:
            return None
        try:
            clock = time.fromisoformat(found.as_text(8))
        except (ValueError, Wrong) as error:
            raise Wrong(found, "has to be a time as 09:30") from error
        if clock.tzinfo is not None:
            raise Wrong(found, "has to be a time as 09:30, without a zone")
        return clock

    def only(self, *keys: str) -> None:
        """Refuse fields that are not known: a misspelled name must not be lost."""
        for key, part in self.fields().items():
            if key not in keys:
                raise Wrong(part, "is not a field that is known here")

    def rest(self, *known: str) -> dict[str, Any]:
        """What the part has beside the known keys, as plain data."""
        return {
            key: part.plain()
            for key, part in self.fields().items()
            if key not in known and part.value not in (None, [], {})
        }
