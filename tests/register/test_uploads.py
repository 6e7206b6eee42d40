"""A register sent as a zip writes nothing outside the folder it is unpacked into."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from mandorla.base.errors import Refused
from mandorla.register.reading import MOST_VALUES
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


def test_upload_is_refused_when_the_zip_unpacks_to_far_more_than_it_is() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"a{number}.yaml", "- x\n" * 1_000_000)

    with pytest.raises(Refused) as refused:
        read_upload(out.getvalue(), file_name="register.zip", source="")

    assert refused.value.sentence == "The zip holds more than any register."


def test_file_is_refused_when_it_holds_more_values_than_any_register() -> None:
    found = read_upload(b"- x\n" * (MOST_VALUES + 1), file_name="long.yaml", source="")

    assert [str(problem) for problem in found.problems] == [
        "long.yaml: holds more than 200,000 values"
    ]


@pytest.mark.parametrize("names", [("a.yaml", "a.yaml/b.yaml"), ("a" * 300 + ".yaml",)])
def test_upload_is_refused_in_a_sentence_when_the_zip_cannot_be_unpacked(
    names: tuple[str, ...],
) -> None:
    with pytest.raises(Refused) as refused:
        read_upload(_zip(*names), file_name="register.zip", source="rust")

    assert refused.value.sentence.startswith("The zip cannot be unpacked: ")
