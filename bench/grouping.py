"""How well texts about the same are found, and what that costs.

    .venv/bin/python -m bench.grouping            all of it
    .venv/bin/python -m bench.grouping --quick    the small set and the costs only

The quality is measured on real questions of customers with known kinds (Banking77), beside
k-means of TF-IDF and SVD by scikit-learn, which is told how many kinds there are; nobody tells us.
A text that stands alone counts as a group of its own. The costs are CPU time, beside that of one
plain product of matrices of the same size in the same run.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import sys
import time
import warnings
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING

import numpy as np

from mandorla.core.grouping import group
from mandorla.core.neighbors import Neighbors

if TYPE_CHECKING:
    from collections.abc import Callable

    from mandorla.core.embedding import Embedder

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "D_banking77"
ISSUES, TOPICS, KNOWN, DIMENSIONS = 10_000, 1_500, 100_000, 384
GROUPING_LIMIT, SEARCH_LIMIT = 15.0, 0.050  # CPU-seconds
TOLD = {"small_12x15": (0.669, 0.398), "test": (0.612, 0.247)}  # NMI, ARI that must be beaten


def cpu(work: Callable[[], object]) -> float:
    """The CPU time of one run."""
    began = time.process_time()
    work()
    return time.process_time() - began


def questions(name: str) -> tuple[list[str], list[str]]:
    """Texts and the kinds they are known to be of."""
    with (DATA / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], [row["category"] for row in rows]


def agreement(true: list[str], found: list[int]) -> tuple[float, float, float]:
    """NMI, ARI and V-measure."""
    from sklearn.metrics import (
        adjusted_rand_score,
        normalized_mutual_info_score,
        v_measure_score,
    )

    measures = (normalized_mutual_info_score, adjusted_rand_score, v_measure_score)
    nmi, ari, v = (float(measure(true, found)) for measure in measures)
    return nmi, ari, v


def peer(vectors: np.ndarray, count: int) -> list[list[int]]:
    """K-means that is told how many groups there are, from three seeds."""
    from sklearn.cluster import KMeans

    return [
        KMeans(count, n_init=3, random_state=seed).fit_predict(vectors).tolist()
        for seed in (0, 1, 2)
    ]


def peer_vectors(texts: list[str]) -> np.ndarray:
    """TF-IDF and SVD as they are usually put together."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    weights = TfidfVectorizer(stop_words="english", sublinear_tf=True, min_df=2).fit_transform(
        texts
    )
    found: np.ndarray = normalize(TruncatedSVD(100, random_state=0).fit_transform(weights))
    return found


def told(name: str, groups: str, scores: tuple[float, float, float]) -> None:
    """Print one line of the comparison."""
    nmi, ari, v = scores
    print(f"  {name:<42} {groups:>14}   NMI {nmi:.3f}  ARI {ari:.3f}  V {v:.3f}", flush=True)


def quality(name: str, embedders: list[Embedder]) -> bool:
    """Print how well one set is grouped; False when the peer is not beaten."""
    texts, true = questions(name)
    kinds = len(set(true))
    print(f"{name}: {len(texts):,} questions of {kinds} kinds")
    runs = [agreement(true, found) for found in peer(peer_vectors(texts), kinds)]
    told("peer: TF-IDF, SVD, k-means, told", str(kinds), tuple(map(mean, zip(*runs, strict=True))))  # type: ignore[arg-type]
    kept = True
    for by in embedders:
        vectors = by.embed(texts)
        numbers = group(vectors, floors=by.floors)
        own = [-1 - at if number is None else number for at, number in enumerate(numbers)]
        scores, alone = agreement(true, own), numbers.count(None)
        told(f"ours: {by.name}, told nothing", f"{len(set(own)) - alone} + {alone} alone", scores)
        if by.is_lasting:
            runs = [agreement(true, found) for found in peer(vectors, kinds)]
            scores_told = tuple(map(mean, zip(*runs, strict=True)))
            told(f"{by.name}, k-means, told", str(kinds), scores_told)  # type: ignore[arg-type]
            if name in TOLD:
                kept = scores[0] > TOLD[name][0] and scores[1] > TOLD[name][1]
    return kept


def cost() -> bool:
    """Print what grouping and searching cost; False when it is too much."""
    rng = np.random.default_rng(1)
    centers = rng.standard_normal((TOPICS, DIMENSIONS))
    near = centers[rng.integers(0, TOPICS, ISSUES)]
    vectors = (near + 0.8 * rng.standard_normal(near.shape)).astype(np.float32)
    from mandorla.work.embedding import MiniLMEmbedder

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    grouping = cpu(lambda: group(vectors, floors=MiniLMEmbedder.floors))
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    floor = cpu(lambda: vectors @ vectors.T)
    print(f"{ISSUES:,} invented issues by {DIMENSIONS}: grouped in {grouping:.1f} CPU-s,", end=" ")
    print(f"{grouping / floor:.1f} times one product of all with all; {more:.0f} MB more memory")
    rows = rng.standard_normal((KNOWN, DIMENSIONS)).astype(np.float32)
    index = Neighbors(dimensions=DIMENSIONS)
    adding = cpu(lambda: index.add(range(KNOWN), rows))
    times = [cpu(lambda at=at: index.nearest(rows[at])) for at in range(50)]  # type: ignore[misc]
    plain = median(cpu(lambda at=at: rows @ rows[at]) for at in range(20))  # type: ignore[misc]
    print(f"ten nearest among {KNOWN:,}: {median(times) * 1000:.1f} CPU-ms,", end=" ")
    print(
        f"{max(times) * 1000:.1f} at the most, {median(times) / plain:.1f} times one product;",
        end=" ",
    )
    print(f"adding them all {adding:.2f} CPU-s")
    return grouping < GROUPING_LIMIT and max(times) < SEARCH_LIMIT


def real_cost(by: Embedder) -> bool:
    """Print what real texts cost."""
    texts = questions("train")[0][:ISSUES]
    began = time.process_time()
    vectors = by.embed(texts)
    embedded = time.process_time() - began
    grouping = cpu(lambda: group(vectors, floors=by.floors))
    print(f"{len(texts):,} real questions by {by.name}: embedded in {embedded:.1f} CPU-s", end=" ")
    print(f"({len(texts) / embedded:,.0f} a CPU-second), grouped in {grouping:.1f} CPU-s")
    return grouping < GROUPING_LIMIT


def main() -> None:
    """Measure and say; exit 1 when a limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the small set and the costs only")
    is_quick = parser.parse_args().quick
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandorla.config.settings")
    import django

    django.setup()
    from mandorla.work.embedding import embedder, has_minilm

    warnings.simplefilter("ignore")
    kept = cost()
    embedders = [embedder(name) for name in ("tfidf", "minilm") if name == "tfidf" or has_minilm()]
    if not DATA.exists():
        print("The questions are not on this machine: how well they are grouped was not measured.")
    else:
        for name in ["small_12x15"] if is_quick else ["small_12x15", "test", "train"]:
            kept = quality(name, embedders) and kept
        for by in [] if is_quick else embedders:
            kept = real_cost(by) and kept
    if not kept:
        sys.exit("A limit was not kept.")


if __name__ == "__main__":
    main()
