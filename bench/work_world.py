"""Gatherings and work for the big instance, written in bulk: what waits, what was talked about."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeVar

from django.urls import reverse

from mandorla.gatherings.models import Commitment, Gathering, Series
from mandorla.work.models import AgendaItem, Issue, Problem, RolloutLine, Solution

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mandorla.communities.models import Community
    from mandorla.people.models import Person, Unit

Row = TypeVar("Row")
BATCH = 2_000
LARGEST = 100  # times the issues of a usual community, in the one that is measured
ITEMS, LAST = 5, 10  # items of each of the last gatherings
STATES = ["open"] * 6 + ["solved"] * 3 + ["dropped"]
WORDS = """
    price list training label order login form invoice scanner return shift approval mail
    delivery batch customer portal warehouse layout account
""".split()


def fill(
    groups: Sequence[Community],
    crowd: Sequence[Person],
    units: Sequence[Unit],
    *,
    issues: int,
    gatherings: int,
    now: datetime,
) -> None:
    """Let every community meet on Mondays until now, and have its share of the issues.

    Args:
        groups: The communities; the one with the slug c5 has a hundred times the usual backlog.
        crowd: The people.
        units: The units.
        issues: How many issues in all.
        gatherings: How many gatherings in all.
        now: The moment before which all of it happened.
    """
    dice = random.Random(11)
    made = _series(groups, weeks=gatherings // len(groups), now=now)
    held = _gatherings(made, weeks=gatherings // len(groups), now=now)
    found = _issues(groups, units, issues=issues, now=now, dice=dice)
    _items(held, found, dice)
    _problems(groups, units, crowd, now=now, dice=dice)


def pages_of(slug: str, *, now: datetime) -> dict[str, str]:
    """The pages of the next gathering of a community, whose agenda nobody has kept."""
    series = Series.objects.get(community__slug=slug, name="Monday round")
    monday = now.date() + timedelta(days=7 - now.weekday())
    where = [slug, series.pk, monday]
    return {
        "gathering": reverse("work:gathering", args=where),
        "agenda draft": reverse("work:agenda", args=where),
        "gathering held": reverse(
            "work:gathering", args=[slug, series.pk, monday - timedelta(days=14)]
        ),
    }


def _write(model: type, rows: Iterable[Row]) -> list[Row]:
    return list(model._base_manager.bulk_create(rows, batch_size=BATCH))  # type: ignore[attr-defined]


def _mondays(weeks: int, now: datetime) -> list[date]:
    """The last Mondays before today, the oldest first."""
    last = now.date() - timedelta(days=now.weekday() or 7)
    return [last - timedelta(weeks=week) for week in reversed(range(weeks))]


def _series(groups: Sequence[Community], *, weeks: int, now: datetime) -> list[Series]:
    first = _mondays(max(1, weeks), now)[0]
    return _write(
        Series,
        (
            Series(
                community=group,
                name="Monday round",
                rule="FREQ=WEEKLY;BYDAY=MO",
                timezone="Europe/Lisbon",
                starts_on=first,
                starts_time=time(9),
                minutes=55,
                place="Room 4",
            )
            for group in groups
        ),
    )


def _gatherings(made: Sequence[Series], *, weeks: int, now: datetime) -> list[Gathering]:
    return _write(
        Gathering,
        (
            Gathering(
                series=series,
                community=series.community,
                planned_on=day,
                starts_at=datetime.combine(day, time(9), tzinfo=UTC),
                minutes=55,
                state="held",
                changed_at=now,
            )
            for series in made
            for day in _mondays(weeks, now)
        ),
    )


def _issues(
    groups: Sequence[Community],
    units: Sequence[Unit],
    *,
    issues: int,
    now: datetime,
    dice: random.Random,
) -> dict[int, list[Issue]]:
    """The issues by community, each touching one to three units; a part of them is returned."""
    weights = [LARGEST if group.slug == "c5" else 1 for group in groups]
    kept: dict[int, list[Issue]] = defaultdict(list)
    for begun in range(0, issues, 50_000):
        chosen = dice.choices(groups, weights=weights, k=min(50_000, issues - begun))
        rows = _write(
            Issue,
            (
                Issue(
                    community=group,
                    text=f"The {' '.join(dice.sample(WORDS, 4))} is late",
                    state=dice.choice(STATES),
                    votes=int(dice.paretovariate(1.2)) - 1,
                    surfaced_at=now - timedelta(minutes=dice.randrange(60 * 24 * 350)),
                )
                for group in chosen
            ),
        )
        link = Issue.units.through
        pairs = ((row.pk, unit.pk) for row in rows for unit in dice.sample(units, 1 + row.pk % 3))
        _write(link, (link(issue_id=issue, unit_id=unit) for issue, unit in pairs))
        for row in rows:
            if row.state == "open" and len(kept[row.community_id]) < ITEMS * LAST:
                kept[row.community_id].append(row)
    return kept


def _items(held: Sequence[Gathering], found: dict[int, list[Issue]], dice: random.Random) -> None:
    """What the last gatherings of each community had on their agendas."""
    by_series: dict[int, list[Gathering]] = defaultdict(list)
    for gathering in held:
        by_series[gathering.series_id].append(gathering)
    states = ["done", "done", "done", "planned", "parked"]

    def items() -> Iterable[AgendaItem]:
        for rows in by_series.values():
            mine = found.get(rows[0].community_id, [])
            for gathering in rows[-LAST:]:
                for place, issue in enumerate(dice.sample(mine, min(ITEMS, len(mine)))):
                    state = dice.choice(states)
                    yield AgendaItem(
                        gathering=gathering,
                        position=place,
                        title=issue.text,
                        minutes=6,
                        why={"code": "votes", "votes": issue.votes},
                        state=state,
                        taken_at=gathering.starts_at if state == "done" else None,
                        issue=issue,
                    )

    _write(AgendaItem, items())


def _problems(
    groups: Sequence[Community],
    units: Sequence[Unit],
    crowd: Sequence[Person],
    *,
    now: datetime,
    dice: random.Random,
) -> None:
    """Problems, half of them with a solution that goes to units, and what people took on."""
    problems = _write(
        Problem,
        (
            Problem(community=group, statement="Prices differ between two lists", gathered_at=now)
            for group in groups
            for _number in range(60 if group.slug == "c5" else 6)
        ),
    )
    solutions = _write(
        Solution,
        (
            Solution(
                problem=problem,
                community=problem.community,
                proposal="One list, sent on Fridays",
                state=dice.choice(["proposed", "trying", "accepted"]),
                proposed_at=now,
            )
            for problem in problems[::2]
        ),
    )
    due = now.date() + timedelta(days=4)
    _write(
        RolloutLine,
        (
            RolloutLine(solution=solution, unit=unit, due_on=due, changed_at=now)
            for solution in solutions
            if solution.state != "proposed"
            for unit in dice.sample(list(units), 8)
        ),
    )
    _write(
        Commitment,
        (
            Commitment(
                community=group,
                text="Ask who signs the list",
                owner=dice.choice(crowd),
                due_on=due - timedelta(days=number),
                made_at=now,
            )
            for group in groups
            for number in range(40 if group.slug == "c5" else 8)
        ),
    )
