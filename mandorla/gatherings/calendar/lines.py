"""The lines of a calendar as its parts: BEGIN and END nest them, each line a property.

The icalendar library unfolds lines and reads their parameters. What they mean is read here: its
own reading keeps the time zones of every file it ever saw, and one file would change another.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

MOST_BYTES = 5_000_000
MOST_LINES = 200_000
DEEPEST = 8
_ENTRIES = {"VEVENT", "VTIMEZONE", "VTODO", "VJOURNAL", "VFREEBUSY"}  # none stands in another
_ESCAPED = re.compile(r"\\([\\;,nN])")
_INTO_LINES = re.compile(r"\r\n|\r|\n")


class Unreadable(Exception):
    """A file is no calendar; the reason for a person."""


@dataclass(frozen=True)
class Property:
    """One line: its value as it is written, and its parameters in upper case names."""

    name: str
    value: str
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The value as people wrote it."""
        return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], self.value).strip()


@dataclass
class Component:
    """A part of a calendar, such as a VEVENT."""

    name: str
    properties: dict[str, list[Property]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)
    spoiled: int = 0  # lines that could not be read
    is_whole: bool = False  # its end was found

    def all(self, name: str) -> list[Property]:
        """Every line of that name."""
        return self.properties.get(name, [])

    def first(self, name: str) -> Property | None:
        """The first line of that name."""
        return next(iter(self.all(name)), None)

    def text(self, name: str) -> str:
        """What the first line of that name says; "" when there is none."""
        found = self.first(name)
        return found.text if found else ""


def components(data: bytes) -> list[Component]:
    """The calendars in a file.

    Args:
        data: what the file holds.

    Returns:
        Each VCALENDAR with its parts.

    Raises:
        Unreadable: it is too big, no text, or no calendar.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable(_("it is bigger than 5 MB"))
    lines = _unfolded(_decoded(data))
    if len(lines) > MOST_LINES:
        raise Unreadable(_("it has more than 200,000 lines"))
    top = Component("")
    open_parts = [top]
    for line in lines:
        _take(line, open_parts)
    found = [part for part in top.parts if part.name == "VCALENDAR"]
    if not found:
        raise Unreadable(_("it holds no calendar (no line says BEGIN:VCALENDAR)"))
    return found


def unpacked(data: bytes) -> list[bytes]:
    """The calendars in a file: some programs pack each into a zip.

    Raises:
        Unreadable: The zip is broken, or what is in it is too big.
    """
    if not data.startswith(b"PK\x03\x04"):
        return [data]
    try:
        with ZipFile(BytesIO(data)) as packed:
            found = [one for one in packed.infolist() if one.filename.lower().endswith(".ics")]
            if sum(one.file_size for one in found) > MOST_BYTES:
                raise Unreadable(_("it is bigger than 5 MB"))
            return [packed.read(one)[: one.file_size] for one in found]
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error) as error:
        raise Unreadable(_("it is a zip that cannot be opened")) from error


def _decoded(data: bytes) -> str:
    """Text in UTF-8, in UTF-16 when a mark says so, or else as old Windows programs wrote it."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("it is not text"))


def _unfolded(text: str) -> list[str]:
    """A line that begins with a space or a tab goes on with the one before."""
    found: list[list[str]] = []
    for line in _INTO_LINES.split(text):
        if line[:1] in {" ", "\t"} and found:
            found[-1].append(line[1:])
        elif line.strip():
            found.append([line])
    return ["".join(parts) for parts in found]


def _take(line: str, open_parts: list[Component]) -> None:
    """Put a line where it belongs; one that cannot be read is counted."""
    here = open_parts[-1]
    prop = _property(line)
    if prop is None:
        here.spoiled += 1
    elif prop.name == "BEGIN":
        part = Component(prop.value.strip().upper())
        if part.name in _ENTRIES:  # what is open above it, but for the calendar, has no end
            names = [above.name for above in open_parts]
            del open_parts[names.index("VCALENDAR") + 1 if "VCALENDAR" in names else 1 :]
        elif part.name == "VCALENDAR":
            del open_parts[1:]
        if len(open_parts) > DEEPEST:
            raise Unreadable(_("its parts are nested deeper than any calendar's"))
        open_parts[-1].parts.append(part)
        open_parts.append(part)
    elif prop.name == "END":
        names = [part.name for part in open_parts]
        ended = prop.value.strip().upper()
        if ended in names[1:]:
            while open_parts[-1].name != ended:
                open_parts.pop()
            open_parts.pop().is_whole = True
    else:
        here.properties.setdefault(prop.name, []).append(prop)


def _property(line: str) -> Property | None:
    from icalendar.parser import Contentline  # slow import

    name, colon, value = line.partition(":")
    if colon and re.fullmatch(r"[A-Za-z0-9-]+", name):
        return Property(name.upper(), value)
    try:
        name, parameters, value = Contentline(line).raw_parts()  # type: ignore[no-untyped-call]
    except (ValueError, AssertionError):
        return None
    said = {
        key.upper(): ",".join(value) if isinstance(value, list) else str(value)
        for key, value in parameters.items()
    }
    return Property(name.upper(), value, said)
