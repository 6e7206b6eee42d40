"""Invented posts for benchmarks: a lake with the columns of the real one, drawn by lot."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

MONTHS = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)]
BEGIN = 1_704_067_200  # the first second of 2024, UTC
SECONDS = 731 * 86_400
PORTION = 500_000  # rows of a part of a file


class Size(NamedTuple):
    """How large an invented lake is."""

    posts: int
    people: int
    communities: int
    units: int


def sized(posts: int) -> Size:
    """The proportions of 10 million posts by 100,000 people in 2,000 communities of 40 units."""
    share = posts / 10_000_000
    return Size(posts, max(int(100_000 * share), 100), max(int(2_000 * share), 4), 40)


def generate(folder: Path, size: Size, *, seed: int = 1) -> None:
    """Write `<folder>/posts/month=YYYY-MM/*.parquet`; a file is in order of communities.

    People write as often as a heavy tail has it, in one to three communities. A post answers one
    of the last in its community with a chance of two fifths, and is then in that one's thread.
    """
    import pyarrow.parquet as pq

    columns = _columns(size, np.random.default_rng(seed))
    seconds = columns["sent_at"]
    starts = np.array([np.datetime64(month, "s").astype(np.int64) for month in MONTHS])
    which = np.searchsorted(starts, seconds, side="right") - 1
    for place, month in enumerate(MONTHS):
        rows = np.flatnonzero(which == place)
        if len(rows):
            rows = rows[np.lexsort((seconds[rows], columns["community"][rows]))]
            at = folder / "posts" / f"month={month}"
            at.mkdir(parents=True)
            pq.write_table(
                _table({name: column[rows] for name, column in columns.items()}),
                at / "drawn.parquet",
                compression="zstd",
                row_group_size=PORTION,
            )


def _columns(size: Size, rng: np.random.Generator) -> dict[str, Any]:
    weights = 1 / np.arange(1, size.communities + 1) ** 0.6
    homes = rng.choice(size.communities, (size.people, 3), p=weights / weights.sum())
    busy = rng.pareto(1.3, size.people) + 0.05
    author = rng.choice(size.people, size.posts, p=busy / busy.sum())
    community = homes[author, rng.integers(0, 3, size.posts)]
    seconds = np.sort(rng.integers(0, SECONDS, size.posts)) + BEGIN
    reply_to = _replies(community, rng)
    thread = np.arange(size.posts)
    for post in range(12):  # chains are short; each round leads one step toward the first post
        del post
        thread = np.where(reply_to[thread] >= 0, reply_to[thread], thread)
    unit = rng.integers(0, size.units, size.people)[author]
    unit = np.where(rng.random(size.people)[author] < 0.05, -1, unit)
    first = np.full(size.communities, -1)
    first[community[::-1]] = author[::-1]  # who wrote first leads
    return {
        "community": community + 1,
        "post": _scattered(np.arange(size.posts)),
        "author": _scattered(author),
        "sent_at": seconds,
        "thread": _scattered(thread),
        "reply_to": np.where(reply_to >= 0, _scattered(np.maximum(reply_to, 0)), 0),
        "unit": unit + 1,
        "leader": first[community] == author,
    }


def _replies(community: Any, rng: np.random.Generator) -> Any:
    """The place of the post each answers, or -1."""
    size = len(community)
    order = np.argsort(community, kind="stable")
    begins = np.searchsorted(community[order], np.arange(community.max() + 1))
    before = np.arange(size) - begins[community[order]]
    answers = (rng.random(size) < 0.4) & (before > 0)
    back = np.minimum(before, rng.geometric(0.15, size))
    found = np.full(size, -1)
    found[order] = np.where(answers, order[np.arange(size) - back], -1)
    return found


def _scattered(numbers: Any) -> Any:
    """Numbers as spread out as hashes are, each for one."""
    return (numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)).astype(np.int64)


def _table(columns: dict[str, Any]) -> Any:
    import pyarrow as pa

    sent = pa.array(columns["sent_at"] * 1_000_000, pa.timestamp("us", tz="UTC"))
    return pa.table(
        {
            **{name: pa.array(column) for name, column in columns.items()},
            "sent_at": sent,
            "reply_to": pa.array(columns["reply_to"], mask=columns["reply_to"] == 0),
            "unit": pa.array(columns["unit"], mask=columns["unit"] == 0),
        }
    )
