"""The figures of conversations as a capable analyst would write them: pandas, NumPy and networkx.

Vectorized where pandas can be: counts, joins and cohorts are group-bys and merges. What needs a
graph, ties that are returned and the core, is networkx, a graph for each community and month.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pyarrow.parquet as pq

CELL = ["community", "month"]
WEEK = 7 * 86_400
FEWEST, DEALS = 5, 200


def measure(folder: Path, *, until: int) -> dict[str, pd.DataFrame]:
    """All tables of `mandorla.analytics.measured.measure`."""
    table = pq.read_table(folder / "posts", partitioning=None)
    answered = table["reply_to"].fill_null(0)  # as a float it would lose its last digits
    posts = table.set_column(table.column_names.index("reply_to"), "reply_to", answered).to_pandas()
    posts["second"] = posts.sent_at.astype("int64") // 1_000_000
    posts["month"] = posts.sent_at.dt.year * 12 + posts.sent_at.dt.month - 1
    posts = posts.drop(columns="sent_at").sort_values(["community", "second"], kind="stable")
    wrote = (
        posts.groupby([*CELL, "author"])
        .agg(posts=("post", "size"), led=("leader", "sum"), unit=("unit", "max"))
        .reset_index()
    )
    first = posts.groupby(["community", "author"]).agg(second=("second", "min")).reset_index()
    first = first.merge(
        posts[["community", "author", "second", "month", "thread"]].drop_duplicates(
            ["community", "author", "second"]
        )
    )
    parts = [
        _participation(wrote),
        _regularity(posts),
        first.groupby(CELL).size().rename("newcomers").to_frame(),
        _newcomer_replies(posts, first, until),
        _responses(posts, until),
        _unit_mix(wrote),
    ]
    replies = _replies(posts)
    parts += [_reply_figures(replies), _graphs(replies), _across(replies)]
    return {
        "monthly": pd.concat(parts, axis=1).reset_index(),
        "retention": _retention(wrote, first),
        "matrix": _matrix(replies),
        "shared": _shared(first),
    }


def _participation(wrote: pd.DataFrame) -> pd.DataFrame:
    ordered = wrote.sort_values([*CELL, "posts"])
    cells = ordered.groupby(CELL)
    ordered = ordered.assign(
        rank=cells.cumcount() + 1,
        upto=cells.posts.cumsum(),
        whole=cells.posts.transform("sum"),
    )
    ordered["ranked"] = ordered["rank"] * ordered.posts
    ordered["needed"] = (ordered.whole - ordered.upto) * 2 < ordered.whole
    found = ordered.groupby(CELL).agg(
        posts=("posts", "sum"),
        people=("posts", "size"),
        ranked=("ranked", "sum"),
        absence_factor=("needed", "sum"),
        led=("led", "sum"),
    )
    n = found.people
    plain = 2 * found.ranked / (n * found.posts) - (n + 1) / n
    found["gini"] = np.where(n > 1, plain * n / np.maximum(n - 1, 1), np.nan)
    found["absence_factor"] = found.absence_factor.where(n >= 5)
    found["leader_share"] = found.led / found.posts
    return found[["posts", "people", "gini", "absence_factor", "leader_share"]]


def _regularity(posts: pd.DataFrame) -> pd.DataFrame:
    days = posts.assign(day=posts.second // 86_400)[["community", "month", "day"]]
    days = days.drop_duplicates().sort_values(["community", "day"])
    days["gap"] = days.groupby("community").day.diff()
    gaps = days.groupby(CELL).gap
    mean, spread = gaps.mean(), gaps.std(ddof=0)
    burstiness = ((spread - mean) / (spread + mean)).where(gaps.count() >= 2)
    return pd.DataFrame({"active_days": days.groupby(CELL).size(), "burstiness": burstiness})


def _newcomer_replies(posts: pd.DataFrame, first: pd.DataFrame, until: int) -> pd.DataFrame:
    old = first[first.second + WEEK <= until]
    later = posts[["community", "thread", "author", "second"]]
    both = old.merge(later, on=["community", "thread"], suffixes=("", "_later"))
    waited = both.second_later - both.second
    both = both[(both.author != both.author_later) & waited.between(0, WEEK)]
    answered = both.drop_duplicates(["community", "author"]).groupby(CELL).size()
    found = pd.DataFrame({"first_posts": old.groupby(CELL).size(), "first_answered": answered})
    found = found.fillna({"first_answered": 0})
    return found.assign(newcomer_reply_share=found.first_answered / found.first_posts)


def _responses(posts: pd.DataFrame, until: int) -> pd.DataFrame:
    began = posts.drop_duplicates(["community", "thread"])  # the first, as they are in order
    began = began[(began.second + WEEK <= until) & (began.reply_to == 0)]
    both = posts[["community", "thread", "author", "second"]].merge(
        began[["community", "thread", "author", "second", "month"]],
        on=["community", "thread"],
        suffixes=("", "_began"),
    )
    both = both[both.author != both.author_began].drop_duplicates(["community", "thread"])
    waited = both.second - both.second_began
    soon = both.assign(hours=waited / 3600)[waited <= WEEK].groupby(CELL).hours
    found = pd.DataFrame({"threads": began.groupby(CELL).size(), "answered": soon.count()})
    found = found.fillna({"answered": 0})
    return found.assign(
        unanswered_share=1 - found.answered / found.threads,
        response_median=soon.median(),
        response_p90=soon.quantile(0.9),
    )


def _unit_mix(wrote: pd.DataFrame) -> pd.DataFrame:
    sizes = wrote.dropna(subset="unit").groupby([*CELL, "unit"]).size().rename("n").reset_index()
    small = sizes.n < FEWEST
    found = sizes.groupby(CELL).agg(units=("n", "size"), placed=("n", "sum"))
    large = sizes[~small].assign(squares=sizes.n**2).groupby(CELL)
    held = sizes[small].groupby(CELL).n.sum().reindex(found.index, fill_value=0)
    smallest = large.n.min().reindex(found.index, fill_value=0)
    squares = large.squares.sum().reindex(found.index, fill_value=0)
    joins = held.between(1, FEWEST - 1)
    other = held + smallest.where(joins, 0)
    squares = squares - (smallest**2).where(joins, 0) + other**2
    left = large.size().reindex(found.index, fill_value=0) + (held >= FEWEST)
    found["blau"] = (1 - squares / found.placed**2).where(left > 1)
    return found


def _replies(posts: pd.DataFrame) -> pd.DataFrame:
    said = posts[posts.reply_to != 0]
    heard = posts[["community", "post", "author", "unit"]].rename(
        columns={"post": "reply_to", "author": "to", "unit": "to_unit"}
    )
    both = said.merge(heard, on=["community", "reply_to"])
    return both[both.author != both.to]


def _reply_figures(replies: pd.DataFrame) -> pd.DataFrame:
    known = replies.dropna(subset=["unit", "to_unit"])
    known = known.assign(across=known.unit != known.to_unit)
    return pd.DataFrame(
        {
            "replies": replies.groupby(CELL).size(),
            "cross_unit_share": known.groupby(CELL).across.mean(),
        }
    )


def _across(replies: pd.DataFrame) -> pd.DataFrame:
    """E-I index of three months against chance: labels dealt out anew, a row for each deal."""
    rng = np.random.default_rng(0)
    found = {}
    for community, rows in replies.sort_values("month").groupby("community"):
        for month in range(rows.month.min(), rows.month.max() + 3):
            window = rows[rows.month.between(month - 2, month)]
            ends = pd.DataFrame(
                {
                    "person": np.concatenate([window.author, window.to]),
                    "unit": np.concatenate([window.unit, window.to_unit]),
                }
            )
            unit = ends.dropna().drop_duplicates("person", keep="last").set_index("person").unit
            sizes = unit.value_counts()
            unit = unit.where(unit.map(sizes) >= FEWEST, -1)
            labels, _units = pd.factorize(unit)
            person = pd.Series(np.arange(len(unit)), index=unit.index)
            begin, end = window.author.map(person), window.to.map(person)
            there = begin.notna() & end.notna()
            pairs = np.sort(np.column_stack([begin[there], end[there]]).astype(int), axis=1)
            pairs = np.unique(pairs, axis=0)
            if len(pairs) < 10 or len(set(labels)) < 2:
                continue
            one, other = pairs.T
            index = 2 * (labels[one] != labels[other]).mean() - 1
            n, counts = len(labels), np.bincount(labels)
            expected = 1 - 2 * (counts * (counts - 1)).sum() / (n * (n - 1))
            dealt = rng.permuted(np.tile(labels, (DEALS, 1)), axis=1)
            drawn = 2 * (dealt[:, one] != dealt[:, other]).mean(axis=1) - 1
            far = (np.abs(drawn - expected) >= abs(index - expected) - 1e-12).sum()
            found[community, month] = (index, expected, (far + 1) / (DEALS + 1))
    columns = ["ei_index", "ei_expected", "ei_p_value"]
    table = pd.DataFrame.from_dict(found, orient="index", columns=columns)
    table.index = pd.MultiIndex.from_tuples(table.index, names=CELL)
    return table


def _graphs(replies: pd.DataFrame) -> pd.DataFrame:
    found = {}
    for cell, rows in replies.groupby(CELL):
        graph = nx.DiGraph()
        graph.add_edges_from(zip(rows.author, rows.to, strict=True))
        plain = graph.to_undirected()
        degrees = sorted((degree for _person, degree in plain.degree()), reverse=True)
        core = sum(degree >= place for place, degree in enumerate(degrees, 1))
        found[cell] = (nx.overall_reciprocity(graph), plain.number_of_edges(), core)
    columns = ["reciprocity", "ties", "core_size"]
    table = pd.DataFrame.from_dict(found, orient="index", columns=columns)
    table.index = pd.MultiIndex.from_tuples(table.index, names=CELL)
    return table


def _retention(wrote: pd.DataFrame, first: pd.DataFrame) -> pd.DataFrame:
    active = wrote.assign(quarter=wrote.month // 3)[["community", "author", "quarter"]]
    came = first.assign(cohort=first.month // 3)[["community", "author", "cohort"]]
    both = active.drop_duplicates().merge(came)
    both["age"] = both.quarter - both.cohort
    counts = both.groupby(["community", "cohort", "age"]).size().rename("people").reset_index()
    sizes = came.groupby(["community", "cohort"]).size().rename("of").reset_index()
    found = counts.merge(sizes)
    return found.assign(share=found.people / found.of)


def _matrix(replies: pd.DataFrame) -> pd.DataFrame:
    cells = replies.groupby([*CELL, "unit", "to_unit"])
    return cells.agg(replies=("author", "size"), writers=("author", "nunique")).reset_index()


def _shared(first: pd.DataFrame) -> pd.DataFrame:
    own = first[["community", "author"]]
    both = own.merge(own, on="author", suffixes=("", "_other"))
    both = both[both.community < both.community_other]
    counts = both.groupby(["community", "community_other"]).size().rename("people").reset_index()
    sizes = own.groupby("community").size()
    one: Any = counts.community.map(sizes)
    other: Any = counts.community_other.map(sizes)
    return counts.assign(
        jaccard=counts.people / (one + other - counts.people),
        overlap=counts.people / np.minimum(one, other),
    )
