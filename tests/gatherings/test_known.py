"""What is known of communities from their gatherings, for any number of them at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandorla.communities.models import Community
from mandorla.core.conditions import Finding
from mandorla.gatherings.known import read
from mandorla.gatherings.models import (
    Attendance,
    AttendanceCount,
    Commitment,
    Gathering,
    Series,
    Turn,
)
from mandorla.gatherings.occurrences import gatherings_of
from mandorla.gatherings.rhythm_kept import planned_gatherings
from tests import make
from tests.make import AT

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
LATE = AT + 10 * WEEK - timedelta(hours=3)  # before that day's gathering


def known(community: Community, name: str, *, at: Any = LATE) -> Finding | None:
    return read([community.pk], at=at).get(name, {}).get(community.pk)


def value(community: Community, name: str, *, at: Any = LATE) -> Any:
    found = known(community, name, at=at)
    return found.value if found else None


def held(series: Series, *weeks: int, **facts: Any) -> list[Gathering]:
    return [
        make.gathering(series, planned_on=(AT + week * WEEK).date(), **{"state": "held", **facts})
        for week in weeks
    ]


def came(gathering: Gathering, people: int) -> None:
    """So many were there, as it is kept when it is forgotten who."""
    AttendanceCount.objects.create(gathering=gathering, unit=None, people=people)


def due(community: Community, *, days: int = -3, done: bool = True, owner: Any = None) -> None:
    Commitment.objects.create(
        community=community,
        text="Ask the print shop",
        owner=owner or make.person(),
        due_on=(LATE + timedelta(days=days)).date(),
        state="done" if done else "open",
        closed_at=LATE if done else None,
        made_at=AT,
    )


def test_known_takes_as_many_queries_for_three_communities_as_for_one() -> None:
    made = [make.community() for _number in range(3)]
    for community in made:
        came(held(make.series(community), 0, 1, 2)[0], 5)
        due(community)
    counts = []
    for communities in ([made[0].pk], [one.pk for one in made]):
        with CaptureQueriesContext(connection) as asked:
            read(communities, at=LATE)
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] <= 14
    with CaptureQueriesContext(connection) as asked:
        assert read([], at=LATE) == {}
    assert len(asked) == 0


def test_rhythm_is_one_that_goes_on_also_when_only_its_words_are_known() -> None:
    community = make.community()
    assert value(community, "has_rhythm") is False
    series = make.series(community, rule="", found_text="now and then")
    assert value(community, "has_rhythm") is True
    series.end(on=AT.date(), by=None, at=AT)
    assert value(community, "has_rhythm") is False


def test_rhythm_counts_what_was_planned_since_the_first_that_was_noted() -> None:
    community = make.community()
    series = make.series(community, starts_on=(AT - 20 * WEEK).date())
    assert known(community, "rhythm_held") is None
    held(series, 5, 6)
    held(series, 7, state="cancelled")

    assert known(community, "rhythm_held") == Finding(0.4, part=2, of=5)
    assert known(community, "rhythm_held_quarter") == Finding(0.4, part=2, of=5)
    assert known(community, "rhythm_held", at=LATE - 2 * WEEK) == Finding(2 / 3, part=2, of=3)
    assert known(community, "rhythm_held", at=LATE - 3 * WEEK) is None


def test_rhythm_that_nobody_notes_any_more_falls_to_nothing() -> None:
    community = make.community()
    held(make.series(community), 0, 1)

    assert known(community, "rhythm_held", at=LATE + 2 * WEEK) == Finding(0.0, part=0, of=8)
    assert value(community, "gathering_days", at=LATE + 2 * WEEK) == 77


def test_planned_gatherings_are_those_that_its_pages_list() -> None:
    """Moved, cancelled, noted and computed ones, also of a rhythm that changed."""
    community = make.community()
    series = make.series(community)
    first = held(series, 0, 1)[0]
    moved = make.gathering(series, planned_on=(AT + 2 * WEEK).date())
    Gathering.objects.filter(pk=moved.pk).update(starts_at=moved.starts_at + timedelta(days=2))
    held(series, 3, state="cancelled")
    held(series, 7, state="cancelled")  # on a Monday, which it will not have any more
    series.refresh_from_db()
    series.change(from_on=(AT + 5 * WEEK).date(), rule="FREQ=WEEKLY;BYDAY=TU", by=None, at=AT)
    make.gathering(series, planned_on=(AT + 8 * WEEK).date() + timedelta(days=1), state="held")
    begin = AT - WEEK

    listed = gatherings_of(
        Series.objects.filter(pk=series.pk).with_dates(), after=first.starts_at, before=LATE
    )
    found = planned_gatherings([community.pk], after=begin, at=LATE)[community.pk]

    assert [(one.planned_on, one.starts_at, one.state) for one in found] == [
        (one.planned_on, one.starts_at, one.state) for one in listed if one.ends_at <= LATE
    ]
    assert len(found) == 10


def test_gatherings_are_counted_when_they_were_held() -> None:
    community = make.community()
    assert (value(community, "gatherings_held"), known(community, "gathering_days")) == (0, None)
    series = make.series(community)
    held(series, 0, 8)
    held(series, 9, state="cancelled")
    held(series, 11)

    assert (value(community, "gatherings_held"), value(community, "gathering_days")) == (2, 14)


def test_attendance_of_three_is_compared_with_the_three_before() -> None:
    community = make.community()
    rows = held(make.series(community), *range(7))
    for gathering, people in zip(rows, (90, 10, 10, 10, 7, 7, 6), strict=True):
        came(gathering, people)
    Attendance.objects.create(gathering=rows[-1], person=make.person(), way="tap")

    assert value(community, "attendance_trend") == pytest.approx(-0.3)


def test_attendance_of_a_gathering_nobody_noted_does_not_count() -> None:
    community = make.community()
    rows = held(make.series(community), *range(7))
    for gathering in (*rows[:3], *rows[4:]):
        came(gathering, 8)

    assert value(community, "attendance_trend") == 0


def test_attendance_is_not_told_when_fewer_than_five_came_once() -> None:
    community = make.community()
    rows = held(make.series(community), *range(6))
    for gathering, people in zip(rows, (9, 9, 9, 9, 9, 4), strict=True):
        came(gathering, people)

    assert known(community, "attendance_trend") is None
    Gathering.objects.filter(pk=rows[-1].pk).update(guests=1)
    assert known(community, "attendance_trend") is not None


def test_facilitators_are_one_or_more_and_never_counted_further() -> None:
    community = make.community()
    rows = held(make.series(community), 0, 1, 2, 3)
    assert known(community, "facilitators") is None
    for number, gathering in enumerate(rows):
        Gathering.objects.filter(pk=gathering.pk).update(facilitator=make.person())
        assert value(community, "facilitators") == min(number + 1, 2)
    assert known(community, "facilitators", at=AT + 40 * WEEK) is None


def test_facilitators_are_those_whose_turn_it_was_when_nobody_is_named() -> None:
    community = make.community()
    series = make.series(community)
    for position in (1, 2):
        Turn.objects.create(series=series, person=make.person(), position=position)
    assert known(community, "facilitators") is None
    held(series, 0)
    assert value(community, "facilitators") == 1
    held(series, 1)
    assert value(community, "facilitators") == 2


def test_commitments_count_when_they_are_of_five_people() -> None:
    """Of fewer it would be a figure about somebody."""
    community, busy = make.community(), make.person()
    for _number in range(8):
        due(community, owner=busy)
    for _number in range(3):
        due(community)
    assert known(community, "commitments_kept") is None
    due(community, done=False)
    assert known(community, "commitments_kept") == Finding(11 / 12, part=11, of=12)


def test_commitments_count_when_their_day_was_within_three_months() -> None:
    community = make.community()
    for _number in range(5):
        due(community, done=False)
    due(community, days=3)
    due(community, days=-120)
    Commitment.objects.filter(pk=Commitment.objects.order_by("pk")[0].pk).update(
        state="dropped", closed_at=LATE
    )
    assert known(community, "commitments_kept") is None
    due(community)
    assert known(community, "commitments_kept") == Finding(0.2, part=1, of=5)
