"""Pictures without what they say about who made them, where and when; they look as before.

Only what is needed to draw a picture is kept, and nothing that is not known, so that what another
program wrote into it is left out, too. Nothing of the picture itself is drawn anew.
"""

from __future__ import annotations

import re
import struct
import zlib
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

JPEG, PNG = "image/jpeg", "image/png"
_PNG_BEGINS: Final = b"\x89PNG\r\n\x1a\n"
# Of a PNG: size, colors and their profile, what is seen through, the pixels, and moving pictures.
_PNG_KEPT: Final = frozenset(
    b"IHDR PLTE tRNS IDAT IEND cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs acTL fcTL "
    b"fdAT".split()
)
# Of a JPEG: frames and tables (C0 to CF), DQT, DNL, DRI, DHP and EXP; scans apart.
_JPEG_KEPT: Final = frozenset([*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD, 0xDE, 0xDF])
_SCAN, _ENDS = 0xDA, 0xD9
_NEXT_MARKER: Final = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
_ORIENTATION: Final = 0x0112  # the tag of EXIF that says which way up it is


def without_names(content: bytes, *, file_type: str) -> bytes:
    """A picture without its EXIF, XMP, IPTC, comments and texts; any other file as it is.

    Which way up it is to be held stays, and so does the profile of its colors.

    Args:
        content: The bytes of the file.
        file_type: What it is, as its first bytes say.

    Raises:
        Refused: It is damaged, so that nobody can tell what is in it.
    """
    if file_type not in (JPEG, PNG):
        return content
    try:
        parts = _parts_of_jpeg(content) if file_type == JPEG else _parts_of_png(content)
        return b"".join(parts)
    except (struct.error, IndexError) as wrong:
        raise Refused(
            _(
                "This picture is damaged, so what it says about who made it cannot be taken out. "
                "Save it again as PNG or JPEG."
            )
        ) from wrong


def _parts_of_png(content: bytes) -> Iterator[bytes]:
    """The chunks that draw it.

    Raises:
        IndexError: It does not come to its end.
    """
    yield _PNG_BEGINS
    at, kind = len(_PNG_BEGINS), b""
    while kind != b"IEND":
        (size,) = struct.unpack_from(">I", content, at)
        kind, end = content[at + 4 : at + 8], at + 12 + size
        if end > len(content):
            raise IndexError
        turned = _orientation(content[at + 8 : end - 4]) if kind == b"eXIf" else 0
        if kind in _PNG_KEPT:
            yield content[at:end]
        elif turned:
            chunk = b"eXIf" + _only_orientation(turned)
            yield struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        at = end


def _parts_of_jpeg(content: bytes) -> Iterator[bytes]:
    """The segments that draw it, with its scans; what follows its end is not of the picture.

    Raises:
        IndexError: It does not come to its end.
    """
    yield content[:2]
    at, has_scan = 2, False
    while True:
        if content[at] != 0xFF:
            raise IndexError
        while content[at] == 0xFF:  # any number of them may stand before a marker
            at += 1
        marker, at = content[at], at + 1
        if marker == _ENDS and has_scan:
            yield b"\xff\xd9"
            return
        (size,) = struct.unpack_from(">H", content, at)
        end = at + size
        if size < 2 or end > len(content):
            raise IndexError
        yield _kept_of_jpeg(marker, content[at + 2 : end])
        if marker == _SCAN:
            has_scan = True
            found = _NEXT_MARKER.search(content, end)
            if found is None:
                raise IndexError
            yield content[end : found.start()]
            end = found.start()
        at = end


def _kept_of_jpeg(marker: int, said: bytes) -> bytes:
    """A segment, or what of it is needed to draw the picture; b"" when nothing is."""
    if marker == 0xE0 and said.startswith(b"JFIF\0"):
        said = said[:12] + b"\0\0"  # without a small picture of it
    elif marker == 0xE1 and said.startswith(b"Exif\0\0"):
        turned = _orientation(said[6:])
        said = b"Exif\0\0" + _only_orientation(turned) if turned else b""
    elif marker == 0xEE and said.startswith(b"Adobe"):
        said = said[:12]  # how its colors are to be taken
    elif not (marker == 0xE2 and said.startswith(b"ICC_PROFILE\0")) and marker not in {
        *_JPEG_KEPT,
        _SCAN,
    }:
        return b""
    return struct.pack(">BBH", 0xFF, marker, len(said) + 2) + said if said else b""


def _orientation(tiff: bytes) -> int:
    """Which way up EXIF says that it is, 2 to 8; 0 when it lies as it is, or nothing is said."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return 0
    try:
        (begins,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, begins)
        for number in range(count):
            tag, kind, _count, value = struct.unpack_from(
                f"{order}HHIH", tiff, begins + 2 + 12 * number
            )
            if tag == _ORIENTATION and kind == 3 and 2 <= value <= 8:
                return int(value)
    except struct.error:
        return 0  # it is cut off, and goes as a whole
    return 0


def _only_orientation(turned: int) -> bytes:
    """The EXIF of a picture that says which way up it is, and nothing else."""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)
