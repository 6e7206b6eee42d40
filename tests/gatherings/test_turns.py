from __future__ import annotations

from datetime import date

import pytest

from mandorla.communities.models import Membership
from mandorla.gatherings.models import Series
from mandorla.gatherings.occurrences import gatherings_of
from mandorla.gatherings.turns import facilitators_of
from tests import make
from tests.gatherings.meeting import AFTER, last_event, read, weeks

pytestmark = pytest.mark.django_db


def turns(series: Series, count: int = 4) -> list[str]:
    found = gatherings_of([read(series)], after=AFTER, before=weeks(count))
    people = facilitators_of(found)
    return [
        person.name if (person := people.get((one.series_id, one.planned_on))) else "nobody"
        for one in found
    ]


def test_people_facilitate_in_turn_and_who_left_is_skipped():
    ana, ben, cem = (make.person(name) for name in ("Ana", "Ben", "Cem"))
    community = make.community(members=(ana, ben, cem))
    series = make.series(community)
    series.take_turns(people=[ana, ben, cem], by=None, at=make.AT)
    assert turns(series) == ["Ana", "Ben", "Cem", "Ana"]

    Membership.leave(community=community, person=ben, at=make.AT)

    assert turns(series) == ["Ana", "Cem", "Cem", "Ana"]  # nobody else's turn has changed


def test_somebody_else_facilitates_one_gathering_when_it_is_handed_over():
    ana, ben = make.person("Ana"), make.person("Ben")
    series = make.series(make.community(members=(ana, ben)))
    series.take_turns(people=[ana], by=None, at=make.AT)
    gathering = make.gathering(series, planned_on=date(2026, 3, 9))

    gathering.hand_over(to=ben, by=ana, at=make.AT)

    assert turns(series) == ["Ana", "Ben", "Ana", "Ana"]
    assert last_event() == "Ana said who facilitates “Monday round, 2026-03-09”."


def test_nobody_facilitates_when_no_order_was_said(django_assert_num_queries):
    series = make.series(make.community())

    assert turns(series) == ["nobody"] * 4
    found = gatherings_of([read(series)], after=AFTER, before=weeks(4))
    with django_assert_num_queries(1):
        facilitators_of(found)
