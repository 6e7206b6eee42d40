from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mandorla.conversations.sources.bundle import open_bundle
from mandorla.conversations.sources.entry import Entry, Limits
from mandorla.conversations.sources.items import LeftOut, Post, Unreadable
from mandorla.conversations.sources.json_pieces import elements, tables
from mandorla.conversations.sources.readers import READERS, read
from tests.conversations.sample import FILES, copied, zipped

DAY = "general/2026-03-02.json"
MESSAGE = {"user": "U1", "ts": "1772442060.000200", "text": "canary"}
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST = datetime(2026, 12, 31, tzinfo=UTC)


def slack(path: Path) -> list[Post | LeftOut]:
    return list(read("slack", open_bundle(path), earliest=EARLIEST, latest=LATEST))


def made(path: Path, entries: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return path


def refusal(path: Path, kind: str = "slack") -> tuple[str, str, str, int]:
    with pytest.raises(Unreadable) as caught:
        list(read(kind, open_bundle(path), earliest=EARLIEST, latest=LATEST))
    return caught.value.why, caught.value.file, caught.value.entry, caught.value.line


def test_zip_is_refused_when_an_entry_is_far_larger_than_it_seems(tmp_path: Path):
    path = made(tmp_path / "export.zip", {DAY: b" " * 20_000_000})

    assert refusal(path)[0::2] == ("bomb", DAY)


def test_zip_is_refused_when_all_of_it_is_too_large(tmp_path: Path):
    path = made(tmp_path / "export.zip", {DAY: b"[" + b" " * 5000 + b"]"})

    with pytest.raises(Unreadable, match="too_large"):
        open_bundle(path, limits=Limits(unpacked=4000))


def test_zip_is_refused_when_it_has_too_many_entries(tmp_path: Path):
    path = made(tmp_path / "export.zip", {f"a/{n}.json": "[]" for n in range(5)})

    with pytest.raises(Unreadable, match="many_entries"):
        open_bundle(path, limits=Limits(entries=4))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\x.json", "a\\..\\..\\b"])
def test_zip_is_refused_when_a_path_leads_out_of_it(tmp_path: Path, name: str):
    path = made(tmp_path / "export.zip", {name: "[]", DAY: "[]"})

    assert refusal(path)[0] == "odd_path"


def test_zip_is_refused_when_an_entry_is_a_link(tmp_path: Path):
    link = zipfile.ZipInfo("general/2026-03-01.json")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as file:
        file.writestr(link, "/etc/passwd")

    assert refusal(tmp_path / "export.zip")[0] == "link"


def test_folder_is_refused_when_an_entry_is_a_link(tmp_path: Path):
    folder = copied("slack", tmp_path)
    (folder / "general" / "2026-03-04.json").symlink_to("/etc/passwd")

    assert refusal(folder)[0::2] == ("link", "general/2026-03-04.json")


def test_tar_is_refused_when_an_entry_is_a_link_or_leads_out(tmp_path: Path):
    for name, kind, why in (("x", tarfile.SYMTYPE, "link"), ("../x", tarfile.REGTYPE, "odd_path")):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/passwd"
        with tarfile.open(tmp_path / "export.tar.gz", "w:gz") as file:
            file.addfile(info)

        assert refusal(tmp_path / "export.tar.gz", "zulip")[0] == why


def test_tar_is_refused_when_it_grows_beyond_what_it_is_packed_into(tmp_path: Path):
    info = tarfile.TarInfo("realm.json")
    info.size = 20_000_000
    with tarfile.open(tmp_path / "export.tar.gz", "w:gz") as file:
        file.addfile(info, io.BytesIO(b" " * info.size))

    assert refusal(tmp_path / "export.tar.gz", "zulip")[0] == "bomb"


def test_packed_file_is_refused_when_it_grows_beyond_what_it_is_packed_into(tmp_path: Path):
    path = tmp_path / "2026-March.txt.gz"
    path.write_bytes(
        gzip.compress(b"From ana Mon Mar  2 09:00:00 2026\nFrom: a\n\n" + b"x\n" * 10**7)
    )

    assert refusal(path, "mbox")[0] == "bomb"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_zip_is_refused_when_it_is_cut_off(tmp_path: Path, share: float):
    path = zipped(FILES / "slack", tmp_path / "export.zip")
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    assert refusal(path)[0] == "bad_zip"


def test_tar_is_refused_when_it_is_cut_off(tmp_path: Path):
    path = tmp_path / "export.tar.gz"
    with tarfile.open(path, "w:gz") as file:
        file.add(FILES / "zulip", "export")
    path.write_bytes(path.read_bytes()[:-200])

    assert refusal(path, "zulip")[0] == "damaged"


def test_zip_is_refused_when_an_entry_is_damaged(tmp_path: Path):
    path = made(tmp_path / "export.zip", {DAY: json.dumps([MESSAGE] * 50)})
    data = bytearray(path.read_bytes())
    data[60] ^= 0xFF
    path.write_bytes(data)

    assert refusal(path)[0] in {"damaged", "no_json"}
    assert refusal(path)[1:3] == ("export.zip", DAY)


def test_day_is_refused_with_its_line_when_it_is_cut_off(tmp_path: Path):
    text = "[\n" + json.dumps(MESSAGE) + ',\n{"user": "U1", "ts'

    assert refusal(made(tmp_path / "export.zip", {DAY: text})) == ("no_json", "export.zip", DAY, 3)


def test_lines_are_refused_with_their_number_when_one_is_cut_off(tmp_path: Path):
    path = tmp_path / "import.jsonl"
    whole = (FILES / "mattermost" / "import.jsonl").read_text()
    path.write_text(whole[: whole.index("canary answer")])

    assert refusal(path, "mattermost") == ("no_json", "import.jsonl", "import.jsonl", 7)


def test_csv_is_refused_when_a_column_or_the_end_of_a_quote_is_missing(tmp_path: Path):
    path = tmp_path / "posts.csv"
    path.write_text("author,when\nana,2026-03-02\n")
    assert refusal(path, "csv")[0] == "no_column"

    path.write_text('author,sent_at\nana,"2026-03-02\n')
    assert refusal(path, "csv")[0] == "no_csv"

    path.write_text("author,sent_at\nana,2026-03-02\n", encoding="utf-16")
    assert refusal(path, "csv")[0] == "no_utf8"


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("content", [b"", b"\0\1\2\3" * 200, b"{}", b'"x"', b"[[[[", b"[1, null]"])
def test_readers_refuse_what_is_something_else(tmp_path: Path, kind: str, content: bytes):
    path = tmp_path / "file.json"
    path.write_bytes(content)

    assert refusal(path, kind)[1] == "file.json"


def test_message_is_refused_when_its_parts_are_of_another_kind(tmp_path: Path):
    path = made(tmp_path / "export.zip", {DAY: json.dumps([{**MESSAGE, "user": {"id": 1}}])})

    assert refusal(path)[0] == "odd"


def test_posts_are_left_out_when_their_date_is_absurd(tmp_path: Path):
    dated = [{**MESSAGE, "ts": ts} for ts in ("1.5", "1772442060.000200", "4102444800.0")]

    items = slack(made(tmp_path / "export.zip", {DAY: json.dumps(dated)}))

    reasons = [item.reason if isinstance(item, LeftOut) else "" for item in items]
    assert reasons == ["too_early", "", "in_future"]


def entry_of(data: bytes, *, size: int | None = None, line: int = 16 * 1024**2) -> Entry:
    return Entry("x.json", io.BytesIO(data), size, Limits(line=line))


def test_long_list_is_read_a_piece_at_a_time_like_a_short_one():
    rows = [{"n": n, "text": "ü" * 5000, "more": [1.5e3, {"x": None}]} for n in range(900)]
    data = json.dumps(rows, ensure_ascii=False, indent=1).encode()

    assert list(elements(entry_of(data))) == rows


def test_long_list_is_refused_with_its_line_when_it_is_cut_off():
    data = json.dumps([{"n": n, "text": "x" * 5000} for n in range(900)], indent=0).encode()
    with pytest.raises(Unreadable) as caught:
        list(elements(entry_of(data[: len(data) // 2])))

    assert caught.value.line > 1000


def test_message_is_refused_when_it_alone_is_too_large():
    data = json.dumps([{"text": "x" * 5_000_000}]).encode()
    with pytest.raises(Unreadable, match="long_line"):
        list(elements(entry_of(data, line=1_000_000)))


def test_tables_give_the_rows_that_are_wanted_and_pass_over_others():
    data = json.dumps({"a": [{"n": 1}], "b": {"c": [1]}, "d": 12345, "e": [{"n": 2}, 3]}).encode()

    assert list(tables(entry_of(data), {"a", "e"})) == [("a", {"n": 1}), ("e", {"n": 2})]


BIG = r"""
import re, sys
from pathlib import Path
from mandorla.conversations.sources.bundle import open_bundle
from mandorla.conversations.sources.readers import READERS
count = sum(1 for _ in READERS["slack"].read(open_bundle(Path(sys.argv[1]))))
peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
print(count, int(peak[1]) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak of a process")
def test_large_zip_is_read_in_little_memory(tmp_path: Path):
    """Days of 60 MB each: neither is in memory at once."""
    text = "x" * 900
    days = {
        f"general/2026-03-{day:02d}.json": "["
        + ",".join(
            json.dumps({**MESSAGE, "ts": f"{1772442060 + n}.{day:06d}", "text": f"{n} {text}"})
            for n in range(60_000)
        )
        + "]"
        for day in (1, 2)
    }
    path = made(tmp_path / "export.zip", dict(days))

    done = subprocess.run(
        [sys.executable, "-c", BIG, str(path)], capture_output=True, text=True, check=True
    )

    count, megabytes = map(int, done.stdout.split())
    assert count == 120_000
    assert megabytes < 150
