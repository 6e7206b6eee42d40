"""A register sent as a zip writes nothing outside the folder it is unpacked into."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from mandorla.base.errors import Refused
from mandorla.register.uploads import read_upload

if TYPE_CHECKING:
    from pathlib import Path


def _zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "a: 1\n")
    return out.getvalue()


@pytest.mark.parametrize("source", ["kubernetes", "rust", "openstack"])
@pytest.mark.parametrize(
    "climb", ["top/{at}", "top//{at}", "{at}", "../../../../..{at}", "top/../../../../..{at}"]
)
def test_upload_writes_nothing_elsewhere_when_a_name_in_the_zip_climbs_out(
    tmp_path: Path, source: str, climb: str
) -> None:
    target = tmp_path / "elsewhere" / "written.yaml"

    with pytest.raises(Refused):
        read_upload(
            _zip(climb.format(at=target), "top/a.yaml"), file_name="register.zip", source=source
        )

    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("names", [("a.yaml", "a.yaml/b.yaml"), ("a" * 300 + ".yaml",)])
def test_upload_is_refused_in_a_sentence_when_the_zip_cannot_be_unpacked(
    names: tuple[str, ...],
) -> None:
    with pytest.raises(Refused) as refused:
        read_upload(_zip(*names), file_name="register.zip", source="rust")

    assert refused.value.sentence.startswith("The zip cannot be unpacked: ")
