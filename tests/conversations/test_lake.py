from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pytest

from mandorla.conversations.lake import COLUMNS, Lake, PostRow, schema

MARCH = datetime(2026, 3, 31, 23, 59, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, tzinfo=UTC)


def row(post: int, *, at: datetime = MARCH, community: int = 1) -> PostRow:
    return PostRow(community, post, 7, at, post, None, None, leader=False)


def put(lake: Lake, key: str, *rows: PostRow) -> tuple[int, int]:
    with lake.writing(key) as writer:
        for one in rows:
            writer.add(one)
    return writer.written, writer.doubles


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(str(tmp_path / "lake"))


def table(lake: Lake) -> pa.Table:
    return ds.dataset(f"{lake.address}/posts", partitioning="hive").to_table()


def test_lake_keeps_a_file_for_each_month_of_an_import(lake: Lake):
    assert put(lake, "one", row(1), row(2, at=APRIL)) == (2, 0)

    names = [path.removeprefix(f"{lake.address}/") for path in lake.files()]
    assert names == ["posts/month=2026-03/one.parquet", "posts/month=2026-04/one.parquet"]
    assert lake.months() == ["2026-03", "2026-04"]
    assert table(lake).drop(["month"]).schema.equals(schema())
    assert list(COLUMNS) == schema().names == list(PostRow._fields)


def test_lake_keeps_a_post_once_when_it_comes_again(lake: Lake):
    put(lake, "one", row(1), row(2))

    assert put(lake, "two", row(2), row(3), row(3)) == (1, 2)
    assert sorted(table(lake)["post"].to_pylist()) == [1, 2, 3]


def test_lake_keeps_a_post_in_each_community_it_came_to(lake: Lake):
    assert put(lake, "one", row(1), row(1, community=2)) == (2, 0)


def test_lake_shows_nothing_of_an_import_that_fails(lake: Lake):
    with pytest.raises(ValueError, match="broken"):
        put_half(lake)

    assert lake.files() == []
    assert [path for path in Path(lake.address).rglob("*") if path.is_file()] == []


def put_half(lake: Lake) -> None:
    with lake.writing("one") as writer:
        writer.add(row(1))
        writer._flush()
        raise ValueError("broken")


def test_lake_has_nothing_of_an_import_left_when_it_is_removed(lake: Lake):
    put(lake, "one", row(1), row(2, at=APRIL))
    put(lake, "two", row(3))

    assert lake.remove("one") == 2
    assert table(lake)["post"].to_pylist() == [3]
    assert lake.months() == ["2026-03"]


def test_lake_forgets_months_that_are_too_old(lake: Lake):
    put(lake, "one", row(1), row(2, at=APRIL))

    assert lake.remove_before("2026-04") == ["2026-03"]
    assert lake.months() == ["2026-04"]


def test_lake_takes_a_table(lake: Lake):
    posts = pa.Table.from_pylist([row(1)._asdict(), row(1)._asdict()], schema=schema())

    assert lake.write(posts, key="one") == 1


def test_lake_lies_at_any_address_of_fsspec():
    lake = Lake("memory://somewhere/lake")

    put(lake, "one", row(1))

    assert put(lake, "two", row(1)) == (0, 1)
    assert len(lake.files()) == 1
    lake.clear()
    assert lake.files() == []
