"""Pictures without what they say about who made them."""

from __future__ import annotations

import struct
import zlib

import pytest

from mandorla.base.errors import Refused
from mandorla.ledger.pictures import without_names
from tests.ledger import pictures
from tests.ledger.pictures import NAME, chunk, segment

JPEG, PNG = "image/jpeg", "image/png"


def test_photograph_is_kept_without_any_name_and_drawn_as_before():
    found = without_names(pictures.jpeg(), file_type=JPEG)

    assert found == pictures.bare_jpeg()
    assert NAME not in found


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turned", [2, 6, 8])
def test_photograph_stays_the_way_up_it_is_held(turned, order):
    found = without_names(pictures.jpeg(turned=turned, order=order), file_type=JPEG)

    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, turned, 0, 0)
    assert found == pictures.bare_jpeg(exif=segment(0xE1, b"Exif\0\0" + tiff))
    assert without_names(found, file_type=JPEG) == found


def test_drawing_is_kept_without_any_name_and_drawn_as_before():
    found = without_names(pictures.png(), file_type=PNG)

    assert found == pictures.bare_png()
    assert (NAME in found, zlib.compress(NAME) in found) == (False, False)


def test_drawing_stays_the_way_up_it_is_held():
    found = without_names(pictures.png(turned=6), file_type=PNG)

    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, 6, 0, 0)
    assert chunk(b"eXIf", tiff) in found
    assert NAME not in found


@pytest.mark.parametrize(
    ("content", "file_type"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, PNG),
        (pictures.bare_png()[:-4], PNG),
        (pictures.bare_png()[:-13], PNG),
        (b"\xff\xd8\xff\xe0rest", JPEG),
        (pictures.bare_jpeg()[:-2], JPEG),
        (b"\xff\xd8\xff\xd9", JPEG),
        (b"\xff\xd8" + segment(0xE1, b"Exif\0\0")[:-1], JPEG),
        (b"\xff\xd8\xff\xe1\0\0" + b"\0" * 20, JPEG),
        (b"\xff\xd8" + b"\xff" * 20, JPEG),
        (b"\xff\xd8\0\0", JPEG),
    ],
)
def test_damaged_picture_is_refused_with_a_sentence(content, file_type):
    with pytest.raises(Refused, match="This picture is damaged"):
        without_names(content, file_type=file_type)


def test_exif_that_is_cut_off_goes_as_a_whole():
    cut = segment(0xE1, b"Exif\0\0" + pictures.exif(turned=6)[:12] + NAME[:3])

    found = without_names(b"\xff\xd8" + cut + pictures.DRAWN + b"\xff\xd9", file_type=JPEG)

    assert found == b"\xff\xd8" + pictures.DRAWN + b"\xff\xd9"


def test_other_files_stay_as_they_are():
    assert without_names(b"%PDF-1.7 Mia", file_type="application/pdf") == b"%PDF-1.7 Mia"
