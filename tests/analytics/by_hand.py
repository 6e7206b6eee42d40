"""The same figures in plain Python, from the words of their definitions and with core's formulas."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st

from mandorla.core.absence import absence_factor
from mandorla.core.diversity import blau
from mandorla.core.folding import fold_units
from mandorla.core.participation import burstiness, gini, leader_share
from mandorla.core.ties import core_size, degrees, distinct_ties, reciprocity

WEEK = timedelta(days=7)
Row = dict[str, Any]


class Post(NamedTuple):
    """A row of the lake."""

    community: int
    post: int
    author: int
    sent_at: datetime
    thread: int
    reply_to: int | None
    unit: int | None
    leader: bool


@st.composite
def lakes(draw: st.DrawFn) -> list[Post]:
    """Some posts of a year or so, in any order, close together and far apart."""
    begin = datetime(2023, 11, 28, tzinfo=UTC)
    near = st.integers(0, 40) | st.integers(0, 500 * 24) | st.sampled_from([168, 169, 2200])
    size = draw(st.integers(1, 40))
    posts: list[Post] = []
    units = draw(st.lists(st.integers(1, 3) | st.none(), min_size=9, max_size=9))
    for number in range(size):
        community = draw(st.integers(1, 2))
        author = draw(st.integers(0, 8))
        hours = draw(near)
        seconds = draw(st.sampled_from([0, 0, 1, 59, 0.999999]))
        there = [one for one in posts if one.community == community]
        answered = draw(st.none() | st.sampled_from(there)) if there else None
        posts.append(
            Post(
                community=community,
                post=number * 7 - 50,
                author=author - 4,
                sent_at=begin + timedelta(hours=hours, seconds=seconds),
                thread=answered.thread if answered else draw(st.integers(0, 12)),
                reply_to=answered.post if answered else draw(st.sampled_from([None, None, 999])),
                unit=units[author],
                leader=author == community,
            )
        )
    return draw(st.permutations(posts))


def month_of(moment: datetime) -> int:
    return moment.year * 12 + moment.month - 1


def second_of(moment: datetime) -> int:
    return int(moment.timestamp() // 1)


def monthly(posts: Sequence[Post], *, until: int) -> dict[tuple[int, int], Row]:
    """By community and month, every figure."""
    cells: dict[tuple[int, int], list[Post]] = defaultdict(list)
    for post in posts:
        cells[post.community, month_of(post.sent_at)].append(post)
    found = {cell: _participation(rows) for cell, rows in cells.items()}
    for community in {post.community for post in posts}:
        own = [post for post in posts if post.community == community]
        for month, figures in _over_time(own, until=until).items():
            found[community, month].update(figures)
    for (community, month), figures in found.items():
        figures.update(_replies([p for p in posts if p.community == community], month))
    return found


def _participation(rows: list[Post]) -> Row:
    wrote: dict[int, int] = defaultdict(int)
    units: dict[int, int | None] = {}
    for post in rows:
        wrote[post.author] += 1
        units[post.author] = post.unit
    sizes: dict[int, int] = defaultdict(int)
    for unit in units.values():
        if unit is not None:
            sizes[unit] += 1
    told: dict[int, int] = defaultdict(int)
    for size, place in zip(sizes.values(), fold_units([*sizes.values()]), strict=True):
        told[place] += size
    return {
        "posts": len(rows),
        "people": len(wrote),
        "gini": gini(wrote.values()),
        "absence_factor": absence_factor(wrote.values()),
        "leaders": len({post.author for post in rows if post.leader}),
        "leader_share": leader_share(sum(post.leader for post in rows), len(rows)),
        "units": len(sizes),
        "placed": sum(sizes.values()),
        "blau": blau(told.values()) if len(told) > 1 else None,
    }


def _over_time(own: list[Post], *, until: int) -> dict[int, Row]:
    found: dict[int, Row] = defaultdict(lambda: defaultdict(int))
    for month in {month_of(post.sent_at) for post in own}:
        found[month] = _empty()
    _days(own, found)
    first: dict[int, int] = {}
    for post in sorted(own, key=lambda post: post.sent_at):
        first.setdefault(post.author, second_of(post.sent_at))
    for author, begun in first.items():
        month = month_of(datetime.fromtimestamp(begun, UTC))
        found[month]["newcomers"] += 1
        if begun + WEEK.total_seconds() <= until:
            found[month]["first_posts"] += 1
            found[month]["first_answered"] += _is_answered(own, author, begun)
    _responses(own, found, until=until)
    for row in found.values():
        asked, answered = row["first_posts"], row["first_answered"]
        row["newcomer_reply_share"] = answered / asked if asked else None
    return found


def _empty() -> Row:
    counts = ("newcomers", "first_posts", "first_answered", "threads", "answered")
    shares = ("unanswered_share", "response_median", "response_p90")
    return dict.fromkeys(counts, 0) | dict.fromkeys(shares)


def _is_answered(own: list[Post], author: int, begun: int) -> bool:
    threads = {p.thread for p in own if p.author == author and second_of(p.sent_at) == begun}
    return any(
        p.thread in threads
        and p.author != author
        and 0 <= second_of(p.sent_at) - begun <= WEEK.total_seconds()
        for p in own
    )


def _days(own: list[Post], found: dict[int, Row]) -> None:
    days = sorted({post.sent_at.date() for post in own})
    for month, row in found.items():
        within = [day for day in days if day.year * 12 + day.month - 1 == month]
        gaps = [(b - a).days for a, b in itertools.pairwise(days) if b in within]
        row.update({"active_days": len(within), "burstiness": burstiness(gaps)})


def _responses(own: list[Post], found: dict[int, Row], *, until: int) -> None:
    waited: dict[int, list[float]] = defaultdict(list)
    for thread in {post.thread for post in own}:
        rows = sorted((p for p in own if p.thread == thread), key=lambda post: post.sent_at)
        begun = second_of(rows[0].sent_at)
        month = month_of(rows[0].sent_at)
        asked = [p for p in rows if second_of(p.sent_at) == begun and p.reply_to is None]
        if begun + WEEK.total_seconds() > until or not asked:
            continue
        others = [second_of(p.sent_at) for p in rows if p.author != rows[0].author]
        row = found[month]
        row["threads"] += 1
        if others and min(others) - begun <= WEEK.total_seconds():
            row["answered"] += 1
            waited[month].append((min(others) - begun) / 3600)
    for month, row in found.items():
        if row["threads"]:
            row["unanswered_share"] = (row["threads"] - row["answered"]) / row["threads"]
        if waited[month]:
            row["response_median"] = float(np.quantile(waited[month], 0.5))
            row["response_p90"] = float(np.quantile(waited[month], 0.9))


def replied(own: Sequence[Post], month: int | None = None) -> list[tuple[Post, Post]]:
    """Who answered what of somebody else."""
    by_number = {post.post: post for post in own}
    return [
        (post, by_number[post.reply_to])
        for post in own
        if (month is None or month_of(post.sent_at) == month)
        and post.reply_to in by_number
        and by_number[post.reply_to].author != post.author
    ]


def _replies(own: list[Post], month: int) -> Row:
    pairs = replied(own, month)
    if not pairs:
        names = ("reciprocity", "cross_unit_share")
        return dict.fromkeys(names) | {"replies": 0, "ties": 0, "core_size": 0}
    people = sorted({one.author for pair in pairs for one in pair})
    place = {author: at for at, author in enumerate(people)}
    ends = [[place[pair[side].author] for pair in pairs] for side in (0, 1)]
    arcs = distinct_ties(*ends, people=len(people), directed=True)
    plain = distinct_ties(*ends, people=len(people))
    known = [(a, b) for a, b in pairs if a.unit is not None and b.unit is not None]
    crossing = sum(a.unit != b.unit for a, b in known)
    return {
        "replies": len(pairs),
        "ties": len(plain),
        "reciprocity": reciprocity(arcs),
        "core_size": core_size(degrees(plain)),
        "cross_unit_share": crossing / len(known) if known else None,
    }


def cohorts(posts: Iterable[Post]) -> dict[tuple[int, int, int], tuple[int, int]]:
    """By community, cohort and age in quarters: how many wrote, of how many."""
    quarters: dict[tuple[int, int], set[int]] = defaultdict(set)
    for post in posts:
        quarters[post.community, post.author].add(month_of(post.sent_at) // 3)
    counts: dict[tuple[int, int, int], int] = defaultdict(int)
    for (community, _author), those in quarters.items():
        for quarter in those:
            counts[community, min(those), quarter - min(those)] += 1
    return {key: (count, counts[*key[:2], 0]) for key, count in counts.items()}
