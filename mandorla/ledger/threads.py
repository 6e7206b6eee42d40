"""What hangs on what, from an objective down to the gathering where it began.

Objective, expectation, measure or story, lesson or ask, solution, problem, issue, gathering: each
step is a link that somebody made. The kinds stand in one order, so walking down never comes back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mandorla.ledger.models import Measure, Story
from mandorla.value.models import Expectation
from mandorla.work.models import Issue, Lesson, Solution

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Manager

ORDER: Final = (
    "objective",
    "expectation",
    "measure",
    "story",
    "lesson",
    "ask",
    "solution",
    "problem",
    "issue",
    "gathering",
)
MOST: Final = 200  # of one kind that a walk goes on from

Key = tuple[str, int]


@dataclass(frozen=True)
class Link:
    """How two kinds hang together.

    Attributes:
        above: The kind that is nearer to the strategy.
        below: The kind that is nearer to what was said.
        rows: Where the link is kept.
        up: The column with the id of the one above.
        down: The column with the id of the one below.
    """

    above: str
    below: str
    rows: Manager[Any]
    up: str
    down: str

    def pairs(self, ids: Iterable[int], *, given: str) -> list[tuple[int, int]]:
        """Who hangs on whom, as (above, below), of those whose one end is known."""
        known = {f"{given}__in": list(ids), f"{self.up}__isnull": False}
        found = self.rows.filter(**known, **{f"{self.down}__isnull": False})
        return list(found.order_by(self.up, self.down).values_list(self.up, self.down)[: MOST + 1])


LINKS: Final = (
    Link(
        "objective",
        "expectation",
        Expectation.objectives.through._default_manager,
        "objective_id",
        "expectation_id",
    ),
    Link(
        "objective", "story", Story.objectives.through._default_manager, "objective_id", "story_id"
    ),
    Link("expectation", "measure", Measure._default_manager, "expectation_id", "id"),
    Link(
        "expectation",
        "story",
        Story.expectations.through._default_manager,
        "expectation_id",
        "story_id",
    ),
    Link("story", "lesson", Story._default_manager, "id", "lesson_id"),
    Link("story", "ask", Story._default_manager, "id", "ask_id"),
    Link("story", "solution", Story._default_manager, "id", "solution_id"),
    Link("story", "gathering", Story._default_manager, "id", "gathering_id"),
    Link("lesson", "solution", Lesson._default_manager, "id", "solution_id"),
    Link("lesson", "gathering", Lesson._default_manager, "id", "gathering_id"),
    Link("solution", "problem", Solution._default_manager, "id", "problem_id"),
    Link("problem", "issue", Issue._default_manager, "problem_id", "id"),
    Link("issue", "gathering", Issue._default_manager, "id", "gathering_id"),
)


@dataclass(frozen=True)
class Walk:
    """What hangs above and below one thing.

    Attributes:
        start: Where it was begun.
        found: The ids by kind, the start among them.
        links: Who hangs on whom, as (above, below).
        is_whole: Whether everything was followed; of each kind at most `MOST` are.
    """

    start: Key
    found: dict[str, set[int]]
    links: frozenset[tuple[Key, Key]]
    is_whole: bool


Seen = Mapping[str, Callable[[set[int]], set[int]]]


def walk(kind: str, pk: int, *, seen: Seen) -> Walk:
    """Everything above and everything below one thing, in a number of queries that is fixed.

    Args:
        kind: One of `ORDER`.
        pk: Its id.
        seen: For kinds that not everybody reads, which of some ids the reader may see: nothing is
            followed through the others, so that nobody learns of them by what hangs on them.
    """
    below = _follow(kind, pk, down=True, seen=seen)
    above = _follow(kind, pk, down=False, seen=seen)
    found: dict[str, set[int]] = defaultdict(set)
    for ids in (below.found, above.found):
        for one, keys in ids.items():
            found[one] |= keys
    return Walk(
        start=(kind, pk),
        found=dict(found),
        links=below.links | above.links,
        is_whole=below.is_whole and above.is_whole,
    )


def _follow(kind: str, pk: int, *, down: bool, seen: Seen) -> Walk:
    found: dict[str, set[int]] = defaultdict(set, {kind: {pk}})
    links: set[tuple[Key, Key]] = set()
    is_whole = True
    for one in ORDER if down else reversed(ORDER):
        if found[one] and one in seen:
            found[one] = seen[one](found[one])
        for link in LINKS:
            near, far = (link.above, link.below) if down else (link.below, link.above)
            if near != one or not found[near]:
                continue
            pairs = link.pairs(found[near], given=link.up if down else link.down)
            is_whole = is_whole and len(pairs) <= MOST
            for up, low in pairs[:MOST]:
                found[far].add(low if down else up)
                links.add(((link.above, up), (link.below, low)))
    kept = {(one, pk) for one, ids in found.items() for pk in ids}
    return Walk(
        start=(kind, pk),
        found=dict(found),
        links=frozenset(link for link in links if set(link) <= kept),
        is_whole=is_whole,
    )
