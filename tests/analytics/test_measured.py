from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings

from mandorla.analytics.belonging import firsts, shared_people
from mandorla.analytics.measured import measure
from mandorla.analytics.posts import counted, month_of
from mandorla.analytics.replies import bridging, replies
from tests.analytics.by_hand import Post, cohorts, lakes, monthly, replied
from tests.analytics.by_hand import month_of as by_hand
from tests.analytics.engines import kept, on_duckdb, rows_of

UNTIL = int(datetime(2025, 3, 1, tzinfo=UTC).timestamp())
slow = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))


def same(found, expected):
    """Every figure, and which of them are not known."""
    assert found.keys() >= expected.keys()
    for name, value in expected.items():
        close = None if value is None else pytest.approx(value, abs=1e-9)
        assert found[name] == close, name


@slow
@given(lakes())
def test_figures_are_those_of_plain_python_and_core(posts):
    until = UNTIL if len(posts) % 2 else int(max(p.sent_at for p in posts).timestamp())
    measured = measure(on_duckdb(posts), until=until, keep=kept)
    found = {(row["community"], row["month"]): row for row in rows_of(measured.monthly)}
    expected = monthly(posts, until=until)

    assert found.keys() == expected.keys()
    for cell, row in expected.items():
        same(found[cell], row)
    _same_cohorts(rows_of(measured.retention), posts)
    _same_matrix(rows_of(measured.matrix), posts)


def _same_cohorts(rows, posts):
    found = {
        (row["community"], row["cohort"], row["age"]): (row["people"], row["of"]) for row in rows
    }

    assert found == cohorts(posts)
    assert all(row["share"] == row["people"] / row["of"] for row in rows)


def _same_matrix(rows, posts):
    expected: Counter[tuple[int, ...]] = Counter()
    writers: dict[tuple[int, ...], set[int]] = defaultdict(set)
    for community in (1, 2):
        for post, other in replied([post for post in posts if post.community == community]):
            if post.unit is not None and other.unit is not None:
                cell = (community, by_hand(post.sent_at), post.unit, other.unit)
                expected[cell] += 1
                writers[cell].add(post.author)

    names = ("community", "month", "unit", "to_unit")
    found = {tuple(row[name] for name in names): row for row in rows}
    assert {cell: row["replies"] for cell, row in found.items()} == expected
    assert {cell: row["writers"] for cell, row in found.items()} == {
        cell: len(people) for cell, people in writers.items()
    }


@slow
@given(lakes())
def test_bridges_count_replies_and_people_between_two_units(posts):
    rows = rows_of(bridging(replies(counted(on_duckdb(posts)))))
    expected: dict[tuple[int, int, int], tuple[int, set[int]]] = {}
    for community in (1, 2):
        for post, other in replied([post for post in posts if post.community == community]):
            if post.unit and other.unit and post.unit != other.unit:
                one, two = sorted([post.unit, other.unit])
                count, people = expected.get((community, one, two), (0, set()))
                expected[community, one, two] = count + 1, people | {post.author, other.author}

    assert {
        (row["community"], row["one"], row["other"]): (row["replies"], row["people"])
        for row in rows
    } == {cell: (count, len(people)) for cell, (count, people) in expected.items()}


@slow
@given(lakes())
def test_communities_share_the_people_who_write_in_both(posts):
    rows = rows_of(shared_people(firsts(counted(on_duckdb(posts)))))
    one = {post.author for post in posts if post.community == 1}
    other = {post.author for post in posts if post.community == 2}

    if not one & other:
        assert rows == []
    else:
        (row,) = rows
        assert (row["one"], row["other"], row["people"]) == (1, 2, len(one & other))
        assert row["jaccard"] == pytest.approx(len(one & other) / len(one | other))
        assert row["overlap"] == pytest.approx(len(one & other) / min(len(one), len(other)))


def test_months_are_those_of_the_calendar():
    begin = datetime(1996, 1, 1, 23, 59, 59, tzinfo=UTC)
    days = [begin + timedelta(days=step) for step in range(366 * 34)]
    seconds = ibis.memtable(pa.table({"second": [int(day.timestamp()) for day in days]}))
    rows = rows_of(seconds.select("second", month=month_of(seconds.second)))
    found = {row["second"]: row["month"] for row in rows}

    assert found == {int(day.timestamp()): by_hand(day) for day in days}


def test_thread_is_answered_by_somebody_else_only():
    at = datetime(2024, 5, 3, 12, tzinfo=UTC)
    posts = [
        Post(1, 1, 10, at, 5, None, None, leader=False),
        Post(1, 2, 10, at + timedelta(hours=1), 5, 1, None, leader=False),
        Post(1, 3, 11, at + timedelta(hours=6), 5, 1, None, leader=False),
        Post(1, 4, 12, at + timedelta(hours=7), 6, None, None, leader=False),
        Post(1, 5, 11, at + timedelta(days=8), 6, 4, None, leader=False),
    ]
    (row,) = rows_of(measure(on_duckdb(posts), until=UNTIL).monthly)

    assert (row["threads"], row["answered"], row["unanswered_share"]) == (2, 1, 0.5)
    assert row["response_median"] == 6.0
    assert (row["units"], row["blau"]) == (0, None)


def test_thread_that_begins_with_an_answer_began_elsewhere():
    at = datetime(2024, 5, 3, 12, tzinfo=UTC)
    posts = [
        Post(1, 1, 10, at, 5, 77, None, leader=False),  # what it answers is not there
        Post(1, 2, 11, at + timedelta(days=9), 5, 1, None, leader=False),
        Post(1, 3, 12, at, 6, None, None, leader=False),
        Post(1, 4, 10, at + timedelta(hours=2), 6, 3, None, leader=False),
    ]
    (row,) = rows_of(measure(on_duckdb(posts), until=UNTIL).monthly)

    assert (row["threads"], row["answered"], row["response_median"]) == (1, 1, 2.0)


@pytest.mark.parametrize(
    ("sizes", "mixed"),
    [
        ([7, 6, 1], 1 - (7 * 7 + 7 * 7) / 14**2),  # the one is counted with the six
        ([7, 3, 3], 1 - (7 * 7 + 6 * 6) / 13**2),
        ([5, 1], None),
        ([4, 3, 2], None),
        ([9], None),
        ([5, 5], 0.5),
    ],
)
def test_mix_of_units_counts_small_units_together(sizes, mixed):
    at = datetime(2024, 5, 3, 12, tzinfo=UTC)
    units = [unit for unit, size in enumerate(sizes) for _person in range(size)]
    posts = [
        Post(1, number, number, at, number, None, unit, leader=False)
        for number, unit in enumerate(units)
    ]
    (row,) = rows_of(measure(on_duckdb(posts), until=UNTIL).monthly)

    assert row["blau"] == (None if mixed is None else pytest.approx(mixed))
    assert (row["units"], row["placed"]) == (len(sizes), sum(sizes))
