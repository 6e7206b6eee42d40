"""The figures are the same whatever works them out."""

from __future__ import annotations

import importlib.util
import shutil
from math import isclose

import pytest

from bench.posts import BEGIN, SECONDS, Size, generate
from mandorla.analytics.belonging import firsts, shared_people
from mandorla.analytics.measured import measure
from mandorla.analytics.posts import counted
from mandorla.analytics.replies import bridging, replies
from mandorla.base.errors import Refused
from mandorla.conversations.engine import open_engine
from mandorla.conversations.measuring import Known

SMALL = Size(posts=4_000, people=120, communities=5, units=4)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lake")
    generate(folder, SMALL, seed=3)
    return sorted(str(path) for path in folder.glob("posts/*/*.parquet"))


def figures(engine):
    """All tables, each in order of its keys."""
    known = Known({community: BEGIN + SECONDS - community * 86_400 for community in range(1, 6)})
    measured = measure(engine.posts, until=known.table(engine), keep=engine.keep)
    told = counted(engine.posts)
    tables = {
        "monthly": (measured.monthly, ["community", "month"]),
        "retention": (measured.retention, ["community", "cohort", "age"]),
        "exchanged": (measured.exchanged, ["community", "month", "author", "to"]),
        "matrix": (measured.matrix, ["community", "month", "unit", "to_unit"]),
        "shared": (measured.shared, ["one", "other"]),
        "bridging": (bridging(replies(told)), ["community", "one", "other"]),
        "recent": (shared_people(firsts(told)), ["one", "other"]),
    }
    return {
        name: sorted(table.to_pyarrow().to_pylist(), key=lambda row: [row[key] for key in keys])
        for name, (table, keys) in tables.items()
    }


def same(one, other):
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other


# PySpark uses what pandas is about to drop, and leaves a socket to its Java process open.
@pytest.mark.filterwarnings("ignore")
def test_figures_on_spark_are_those_on_duckdb(files):
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed (extra “spark”)")
    if shutil.which("java") is None:
        pytest.skip("Java is not on this machine")
    with open_engine("duckdb", files, threads=2) as engine:
        expected = figures(engine)
    with open_engine("local[2]", files) as engine:
        found = figures(engine)

    assert {name: len(rows) for name, rows in found.items()} == {
        name: len(rows) for name, rows in expected.items()
    }
    different = [
        (name, key, row[key], there[key])
        for name, rows in expected.items()
        for row, there in zip(rows, found[name], strict=True)
        for key in row
        if not same(row[key], there[key])
    ]
    assert different == []


def test_figures_do_not_depend_on_what_is_kept(files):
    with open_engine("duckdb", files[:6], threads=2) as engine:
        kept = measure(engine.posts, until=BEGIN + SECONDS, keep=engine.keep).monthly
        plain = measure(engine.posts, until=BEGIN + SECONDS).monthly
        rows, again = (
            sorted(table.to_pyarrow().to_pylist(), key=lambda row: (row["community"], row["month"]))
            for table in (kept, plain)
        )

    assert [set(row) for row in rows] == [set(row) for row in again]
    assert all(
        same(row[key], there[key]) for row, there in zip(rows, again, strict=True) for key in row
    )


def test_engine_is_refused_when_spark_is_not_installed(files):
    if importlib.util.find_spec("pyspark") is not None:
        pytest.skip("pyspark is installed")
    with pytest.raises(Refused, match="extra"), open_engine("spark://nowhere:7077", files):
        pass
