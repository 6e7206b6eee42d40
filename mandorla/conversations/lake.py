"""The lake: posts as Parquet files by month, in the data folder or at any address of fsspec.

One file holds the posts of one import in one month:

    <lake>/posts/month=2026-03/<import>.parquet

Its rows say that a post was made, and nothing of what it said or who wrote it: `COLUMNS`. Whoever
measures reads `posts/*/*.parquet`; the month is the name of the folder. A file that is being
written begins with an underscore, which readers of such folders pass over.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    import numpy as np
    import pyarrow as pa

    Hashes = np.ndarray[Any, np.dtype[np.int64]]

COLUMNS: Final = {
    "community": "the community it was made in",
    "post": "a number that stands for the post",
    "author": "a number that stands for who wrote it",
    "sent_at": "the moment it was sent",
    "thread": "a number that stands for its thread",
    "reply_to": "the number of the post it answers, if it answers one",
    "unit": "the unit of who wrote it, on that day, if it is known",
    "leader": "whether who wrote it led the community on that day",
}
BUFFERED: Final = 50_000  # rows held in memory, over all months, before they go to a file


class PostRow(NamedTuple):
    """One post, as the lake keeps it; the columns in their order."""

    community: int
    post: int
    author: int
    sent_at: datetime
    thread: int
    reply_to: int | None
    unit: int | None
    leader: bool


def schema() -> pa.Schema:
    """The types of the columns."""
    import pyarrow as pa  # slow import

    whole = pa.int64()
    return pa.schema(
        [
            pa.field("community", whole, nullable=False),
            pa.field("post", whole, nullable=False),
            pa.field("author", whole, nullable=False),
            pa.field("sent_at", pa.timestamp("us", tz="UTC"), nullable=False),
            pa.field("thread", whole, nullable=False),
            pa.field("reply_to", whole),
            pa.field("unit", whole),
            pa.field("leader", pa.bool_(), nullable=False),
        ]
    )


@dataclass(frozen=True)
class Lake:
    """Where the posts lie.

    Attributes:
        address: A folder, or an address that fsspec understands, such as `s3://bucket/mandorla`.
    """

    address: str

    @contextmanager
    def writing(self, key: str, *, communities: Collection[int] = ()) -> Iterator[Writer]:
        """Take the rows of one import; they can be read once the block ends well.

        Args:
            key: What the files are called: the import.
            communities: The only ones it has rows of, when that is known.
        """
        writer = Writer(self, key, communities)
        try:
            yield writer
            writer.close()
        except BaseException:
            writer.abandon()
            raise

    def write(self, rows: pa.Table, *, key: str) -> int:
        """Write a table of posts, with the columns of the lake, under a key.

        Returns:
            How many were new; a post that the lake has already is left out.
        """
        with self.writing(key) as writer:
            for batch in rows.select(list(COLUMNS)).to_batches(max_chunksize=BUFFERED):
                for row in batch.to_pylist():
                    writer.add(PostRow(**row))
        return writer.written

    def months(self) -> list[str]:
        """The months of which there are posts, as `2026-03`, the earliest first."""
        folders = self._found("month=*")
        return sorted({folder.rstrip("/").rpartition("month=")[2] for folder in folders})

    def files(self, *, since: str = "") -> list[str]:
        """Every file that can be read, of all months or of one such as `2026-03` and later ones."""
        found = self._found("month=*/[!_]*.parquet")
        return sorted(file for file in found if file.rpartition("month=")[2] >= since)

    def known(self, *, month: str, communities: Collection[int] = ()) -> dict[int, Hashes]:
        """The posts of each community in a month, as their numbers in order.

        Args:
            month: The month, as `2026-03`.
            communities: Only these, when some are named.
        """
        import numpy as np  # slow import
        import pyarrow as pa  # slow import
        import pyarrow.parquet as pq  # slow import

        fs, _root = self._place()
        some = [("community", "in", list(communities))] if communities else None
        tables = []
        for path in self._found(f"month={month}/[!_]*.parquet"):
            with fs.open(path, "rb") as file:
                tables.append(pq.read_table(file, columns=["community", "post"], filters=some))
        if not tables:
            return {}
        table = pa.concat_tables(tables)
        owners, posts = table["community"].to_numpy(), table["post"].to_numpy()
        return {int(one): np.unique(posts[owners == one]) for one in np.unique(owners)}

    def remove(self, key: str) -> int:
        """No post of this import is there any more, nor anything half written.

        Returns:
            How many files it had.
        """
        files = self._found(f"month=*/{key}.parquet")
        self._remove([*files, *self._found(f"month=*/_{key}.part")])
        return len(files)

    def remove_before(self, month: str) -> list[str]:
        """No post of an earlier month is there any more.

        Returns:
            The months that went.
        """
        gone = [name for name in self.months() if name < month]
        for name in gone:
            self._remove(self._found(f"month={name}/*"))
        self._remove_empty()
        return gone

    def clear(self) -> None:
        """No post is there any more."""
        self._remove(self._found("month=*/*"))
        self._remove_empty()

    def _remove(self, paths: list[str]) -> None:
        fs, _root = self._place()
        for path in paths:
            fs.rm_file(path)
        self._remove_empty()

    def _remove_empty(self) -> None:
        """Only a file system has folders that can be empty."""
        fs, _root = self._place()
        for folder in self._found("month=*"):
            if fs.isdir(folder) and not fs.ls(folder, detail=False):
                fs.rmdir(folder)

    def _found(self, pattern: str) -> list[str]:
        fs, root = self._place()
        fs.invalidate_cache()
        return [str(path) for path in fs.glob(f"{root}/posts/{pattern}")]

    def _place(self) -> tuple[Any, str]:
        import fsspec  # slow import

        fs, root = fsspec.core.url_to_fs(self.address)
        return fs, str(root).rstrip("/")


class Writer:
    """Takes the rows of one import, in any order, and keeps each post once.

    A post is known by its number within a community and a month, here and in the lake. Beside the
    buffer, that costs eight bytes of memory a post.

    Attributes:
        written: How many rows went to a file.
        doubles: How many were left out because the post is there already.
        by_community: How many rows of each community went to a file.
    """

    def __init__(self, lake: Lake, key: str, communities: Collection[int]) -> None:
        self._lake = lake
        self._communities = communities
        self._key = key
        self._fs, self._root = lake._place()  # noqa: SLF001 - two halves of one thing
        self._rows: dict[str, list[PostRow]] = defaultdict(list)
        self._buffered = 0
        self._seen: dict[str, dict[int, Hashes]] = {}
        self._files: dict[str, tuple[Any, Any]] = {}
        self.written = 0
        self.doubles = 0
        self.by_community: Counter[int] = Counter()

    def add(self, row: PostRow) -> None:
        """Take one row; its moment is in UTC."""
        self._rows[f"{row.sent_at.year:04d}-{row.sent_at.month:02d}"].append(row)
        self._buffered += 1
        if self._buffered >= BUFFERED:
            self._flush()

    def close(self) -> None:
        """Everything that was taken can be read from now on."""
        self._flush()
        self._close_files()
        for month in self._files:
            self._fs.mv(self._part(month), self._final(month))

    def abandon(self) -> None:
        """Nothing of it is left."""
        self._close_files()
        self._lake.remove(self._key)

    def _close_files(self) -> None:
        for table, file in self._files.values():
            table.close()
            file.close()

    def _flush(self) -> None:
        for month, rows in self._rows.items():
            self._write(month, self._new(month, rows))
        self._rows.clear()
        self._buffered = 0

    def _new(self, month: str, rows: list[PostRow]) -> list[PostRow]:
        """The rows whose post is not there yet, each once."""
        import numpy as np  # slow import

        by_community: dict[int, list[PostRow]] = defaultdict(list)
        for row in rows:
            by_community[row.community].append(row)
        if month not in self._seen:
            self._seen[month] = self._lake.known(month=month, communities=self._communities)
        seen = self._seen[month]
        new: list[PostRow] = []
        for community, some in by_community.items():
            before = seen.get(community, np.empty(0, dtype=np.int64))
            posts, first = np.unique(
                np.fromiter((row.post for row in some), dtype=np.int64, count=len(some)),
                return_index=True,
            )
            fresh = ~np.isin(posts, before, assume_unique=True)
            new += [some[place] for place in np.sort(first[fresh])]
            seen[community] = np.union1d(before, posts)
        self.doubles += len(rows) - len(new)
        return new

    def _write(self, month: str, rows: list[PostRow]) -> None:
        import pyarrow as pa  # slow import

        if not rows:
            return
        columns = [
            pa.array(values, type=field.type)
            for field, values in zip(schema(), zip(*rows, strict=True), strict=True)
        ]
        self._table(month).write_table(pa.Table.from_arrays(columns, schema=schema()))
        self.written += len(rows)
        self.by_community.update(row.community for row in rows)

    def _table(self, month: str) -> Any:
        import pyarrow.parquet as pq  # slow import

        if month not in self._files:
            self._fs.makedirs(f"{self._root}/posts/month={month}", exist_ok=True)
            file = self._fs.open(self._part(month), "wb")
            self._files[month] = (pq.ParquetWriter(file, schema(), compression="zstd"), file)
        return self._files[month][0]

    def _part(self, month: str) -> str:
        return f"{self._root}/posts/month={month}/_{self._key}.part"

    def _final(self, month: str) -> str:
        return f"{self._root}/posts/month={month}/{self._key}.parquet"
