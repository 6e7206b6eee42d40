"""Compares the issues of a community, and keeps which of them are about the same.

It runs outside of requests. What was compared once is not read again: each issue keeps its vector
when the embedder's vectors last, and nothing is done when nothing has changed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from mandorla.communities.similar import english_stems
from mandorla.core.common import common
from mandorla.core.grouping import group, kept_apart
from mandorla.work.embedding import embedder
from mandorla.work.models import Apart, Issue, Suggested

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mandorla.communities.models import Community
    from mandorla.core.embedding import Embedder

MOST_ISSUES: Final = 2_000  # of a community, the newest; older ones were looked at often enough
MOST_KEPT: Final = 15  # suggestions, those that touch most units; more come when these are decided
MOST_TOGETHER: Final = 12  # in one suggestion; what is more is suggested when these are gathered


@dataclass(frozen=True)
class _Read:
    """An issue as it is compared: waiting, or a part of an open problem."""

    pk: int
    text: str
    problem: int | None
    vector: bytes | None


def compare(community: Community, *, by: Embedder | None = None) -> bool:
    """Work out which open issues of a community are about the same.

    Args:
        community: Whose issues.
        by: What compares them; the best there is on this machine when nobody says.

    Returns:
        Whether anything had changed since the last time.
    """
    by = by or embedder()
    found = _read(community, by)
    apart = Apart.objects.among([issue.pk for issue in found])
    made_from = _digest(found, apart, by)
    if Suggested.objects.filter(community=community, made_from=made_from).exists():
        return False
    vectors = _vectors(found, by)
    numbers = group(vectors, floors=by.floors)
    Suggested.put(
        community=community,
        groups=_suggestions(found, numbers, apart),
        made_by=by.name,
        made_from=made_from,
    )
    return True


def _read(community: Community, by: Embedder) -> list[_Read]:
    """What waits, and what open problems gathered, in an order of its own."""
    issues = Issue.objects.filter(community=community, state__in=["open", "gathered"])
    newest = issues.order_by("-surfaced_at", "pk")[:MOST_ISSUES]
    rows = newest.values_list("pk", "text", "state", "problem", "vector", "vector_by")
    found = [
        _Read(
            pk=pk,
            text=text,
            problem=problem if state == "gathered" else None,
            vector=bytes(vector) if vector and made_by == by.name else None,
        )
        for pk, text, state, problem, vector, made_by in rows
    ]
    return sorted(found, key=lambda issue: issue.pk)


def _digest(found: list[_Read], apart: set[tuple[int, int]], by: Embedder) -> str:
    told = [(issue.pk, issue.text, issue.problem) for issue in found]
    return sha256(repr((by.name, told, sorted(apart))).encode()).hexdigest()


def _vectors(found: list[_Read], by: Embedder) -> NDArray[np.float32]:
    """A vector for each issue; those that last are kept with their issues."""
    import numpy as np  # slow import

    if not by.is_lasting:
        return by.embed([issue.text for issue in found])
    missing = [at for at, issue in enumerate(found) if issue.vector is None]
    made = by.embed([found[at].text for at in missing]).astype("<f4")
    vectors = np.zeros((len(found), by.dimensions), dtype="<f4")
    for at, issue in enumerate(found):
        if issue.vector is not None:
            vectors[at] = np.frombuffer(issue.vector, dtype="<f4")
    vectors[missing] = made
    with transaction.atomic():
        for at, vector in zip(missing, made, strict=True):
            Issue.objects.keep_vector(
                pk=found[at].pk, text=found[at].text, vector=vector.tobytes(), by=by.name
            )
    return vectors


def _suggestions(
    found: list[_Read], numbers: tuple[int | None, ...], apart: set[tuple[int, int]]
) -> list[dict[str, Any]]:
    """Groups of which a person could make a problem, or add something to one."""
    groups: dict[int, list[int]] = defaultdict(list)
    for at, number in enumerate(numbers):
        if number is not None:
            groups[number].append(at)
    parts: list[tuple[int, ...]] = []
    for members in groups.values():
        # What is gathered comes first: an issue apart from it makes a group of its own.
        order = sorted(members, key=lambda at: (found[at].problem is None, found[at].pk))
        place_of = {found[at].pk: at for at in order}
        divided = kept_apart([found[at].pk for at in order], apart)
        parts += [tuple(place_of[pk] for pk in part) for part in divided]
    part_of: list[int | None] = [None] * len(found)
    for number, part in enumerate(parts):
        for at in part:
            part_of[at] = number
    reasons = common([issue.text for issue in found], part_of, stem=english_stems())
    told = (
        _suggestion([found[at] for at in part], reason.words)
        for part, reason in zip(parts, reasons, strict=True)
    )
    return _widest([suggestion for suggestion in told if suggestion])


def _suggestion(members: list[_Read], words: tuple[str, ...]) -> dict[str, Any] | None:
    waiting = [issue.pk for issue in members if issue.problem is None][:MOST_TOGETHER]
    problems = Counter(issue.problem for issue in members if issue.problem is not None)
    problem = min(problems, key=lambda pk: (-problems[pk], pk)) if problems else None
    if len(waiting) < (1 if problem else 2):
        return None
    there = [issue.pk for issue in members if problem and issue.problem == problem]
    return {"issues": waiting, "problem": problem, "with": there, "words": words}


def _widest(suggestions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that touch most units first, then those of most issues."""
    named = [pk for suggestion in suggestions for pk in suggestion["issues"]]
    units: dict[int, set[int]] = defaultdict(set)
    touched = Issue.units.through._default_manager.filter(issue__in=named)
    for issue, unit in touched.values_list("issue", "unit"):
        units[issue].add(unit)

    def width(suggestion: dict[str, Any]) -> tuple[int, int, int]:
        issues = suggestion["issues"]
        all_units = set().union(*(units[pk] for pk in issues))
        return (-len(all_units), -len(issues), min(issues))

    return sorted(suggestions, key=width)[:MOST_KEPT]
