"""Small real pictures in which a name stands wherever a picture can hold one."""

from __future__ import annotations

import base64
import struct
import zlib

NAME = b"Mia Member"
# A gray JPEG of 8 by 8 pixels: DQT, SOF0, four DHT, SOS with its scan, EOI.
_DQT = b"\xff\xdb\x00\x43\x00" + bytes([16] * 64)
_SOF = b"\xff\xc0\x00\x0b\x08\x00\x08\x00\x08\x01\x01\x11\x00"
_DC = b"\xff\xc4\x00\x14\x00" + bytes([1, *[0] * 15]) + b"\x00"
_AC = b"\xff\xc4\x00\x14\x10" + bytes([1, *[0] * 15]) + b"\x00"
_SOS = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
_SCAN = b"\x3f\xff\x00\xff\xd0\x3f"  # with a stuffed byte and a restart, which end no scan
DRAWN = _DQT + _SOF + _DC + _AC + _SOS + _SCAN
ICC = b"ICC_PROFILE\0\x01\x01" + b"\0" * 16
ADOBE = b"Adobe\0\x64\0\0\0\0\x01"
JFIF = b"JFIF\0\x01\x01\0\0\x48\0\x48\0\0"
# 1 by 1 pixels, as a browser takes it.
_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def segment(marker: int, said: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(said) + 2) + said


def exif(*, turned: int = 0, order: str = "<") -> bytes:
    """EXIF with an artist and, when it is turned, which way up it is."""
    tags = [(0x0112, 3, 1, turned)] if turned else []
    count = len(tags) + 1
    behind = 8 + 2 + 12 * count + 4
    out = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(f"{order}IH", 8, count)
    for tag, kind, number, value in tags:
        out += struct.pack(f"{order}HHIHH", tag, kind, number, value, 0)
    out += struct.pack(f"{order}HHII", 0x013B, 2, len(NAME) + 1, behind) + b"\0" * 4
    return out + NAME + b"\0"


def jpeg(*, turned: int = 0, order: str = "<") -> bytes:
    """A photograph that says in every way it can who took it."""
    said = [
        segment(0xE0, JFIF[:12] + b"\x01\x01abc"),
        segment(0xE0, b"JFXX\0\x10" + NAME),
        segment(0xE1, b"Exif\0\0" + exif(turned=turned, order=order)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<dc:creator>" + NAME),
        segment(0xE2, ICC),
        segment(0xE2, b"MPF\0" + NAME),
        segment(0xED, b"Photoshop 3.0\08BIM" + NAME),
        b"\xff" + segment(0xEE, ADOBE),
        segment(0xEF, NAME),
        segment(0xFE, b"by " + NAME),
    ]
    behind = b"\xff\xd8" + segment(0xFE, NAME) + b"\xff\xd9"
    return b"\xff\xd8" + b"".join(said) + DRAWN + segment(0xFE, NAME) + b"\xff\xd9" + behind


def bare_jpeg(*, exif: bytes = b"") -> bytes:
    """The same photograph, and what is needed to draw it."""
    said = segment(0xE0, JFIF) + exif + segment(0xE2, ICC) + segment(0xEE, ADOBE)
    return b"\xff\xd8" + said + DRAWN + b"\xff\xd9"


def chunk(kind: bytes, said: bytes) -> bytes:
    return struct.pack(">I", len(said)) + kind + said + struct.pack(">I", zlib.crc32(kind + said))


def png(*, turned: int = 0) -> bytes:
    """A picture that says in every way it can who drew it."""
    at = len(_PIXEL) - 12  # before its end
    said = [
        chunk(b"tEXt", b"Author\0" + NAME),
        chunk(b"zTXt", b"Author\0\0" + zlib.compress(NAME)),
        chunk(b"iTXt", b"Author\0\0\0\0\0" + NAME),
        chunk(b"eXIf", exif(turned=turned)),
        chunk(b"tIME", b"\x07\xea\x03\x02\x0b\x3b\x07"),
        chunk(b"prVt", NAME),
    ]
    return _PIXEL[:33] + b"".join(said) + _PIXEL[33:at] + said[0] + _PIXEL[at:] + NAME


def bare_png() -> bytes:
    """The same picture, and nothing but its pixels."""
    return _PIXEL
