from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.gatherings.models import Gathering
from tests import make
from tests.gatherings.meeting import last_event

pytestmark = pytest.mark.django_db


def test_gathering_is_computed_and_not_kept_when_nobody_touched_it():
    series = make.series(make.community(), place="Room 4")

    found = Gathering.on(series=series, planned_on=date(2026, 3, 30))

    assert not found.is_kept
    assert found.starts_at == datetime(2026, 3, 30, 8, tzinfo=UTC)  # summer time in Lisbon
    assert (found.minutes, found.place, found.state) == (55, "Room 4", "planned")
    assert Gathering.objects.count() == 0


def test_gathering_is_kept_once_when_it_is_touched_twice():
    series = make.series(make.community())

    first = Gathering.touch(series=series, planned_on=date(2026, 3, 9), at=make.AT)
    second = Gathering.touch(series=series, planned_on=date(2026, 3, 9), at=make.AT)

    assert first == second
    assert Gathering.objects.get() == first


def test_gathering_is_refused_when_the_series_does_not_meet_that_day():
    series = make.series(make.community())

    with pytest.raises(Refused, match=r"^Monday round does not meet on 2026-03-10\.$"):
        Gathering.touch(series=series, planned_on=date(2026, 3, 10), at=make.AT)


def test_gathering_is_refused_when_its_day_is_the_last_week_of_the_calendar():
    series = make.series(make.community())

    with pytest.raises(Refused, match=r"^Monday round does not meet on 9999-12-27\.$"):
        Gathering.on(series=series, planned_on=date(9999, 12, 27))


def test_gathering_is_put_back_when_it_was_cancelled():
    gathering = make.gathering(make.series(make.community()))
    gathering.cancel(because="Half of us are away", by=None, at=make.AT)
    assert last_event() == ("Mandorla cancelled “Monday round, 2026-03-02”: Half of us are away")

    gathering.restore(by=None, at=make.AT)

    gathering.refresh_from_db()
    assert (gathering.state, gathering.cancelled_because, gathering.sequence) == ("planned", "", 2)


def test_gathering_is_not_moved_when_it_was_held():
    gathering = make.gathering(make.series(make.community()), state="held")

    with pytest.raises(
        Refused, match=r"^“Monday round, 2026-03-02” is held, so this is not possible now\.$"
    ):
        gathering.reschedule(starts_at=make.AT, by=None, at=make.AT)


def test_second_of_two_is_told_when_both_cancel_a_gathering():
    gathering = make.gathering(make.series(make.community()))
    other = Gathering.objects.get()
    gathering.cancel(because="Fair", by=None, at=make.AT)

    with pytest.raises(Stale):
        other.cancel(because="Fair", by=None, at=make.AT)
