"""What becomes of rhythms and gatherings when a community closes."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mandorla.base.models import Event
from mandorla.gatherings.models import Gathering, Series
from tests import make
from tests.gatherings.meeting import dates

pytestmark = pytest.mark.django_db
CLOSED_ON = date(2026, 3, 10)


@pytest.fixture
def series() -> Series:
    return make.series(make.community("Atlas"))


def close(series: Series) -> None:
    series.community.close(reason="Done", by=None, at=make.AT, on=CLOSED_ON)


def test_rhythm_ends_with_the_last_day_when_the_community_closes(series):
    close(series)

    assert Series.objects.get().ends_on == CLOSED_ON
    assert dates(Series.objects.get()) == ["03-02 09:00 computed", "03-09 09:00 computed"]
    assert [event.sentence for event in Event.objects.order_by("-pk")[:2]] == [
        "Mandorla ended “Monday round” with 2026-03-10.",
        "Atlas closed: Done",
    ]


def test_what_was_planned_for_later_is_cancelled_when_the_community_closes(series):
    later = make.gathering(series, planned_on=date(2026, 3, 16))
    moved = make.gathering(series, planned_on=date(2026, 3, 9))
    moved.reschedule(starts_at=datetime(2026, 3, 11, 9, tzinfo=UTC), by=None, at=make.AT)
    held = make.gathering(series, planned_on=date(2026, 3, 2), state="held")

    close(series)

    for gathering in (later, moved):
        gathering.refresh_from_db()
        assert gathering.state == "cancelled"
        assert gathering.cancelled_because == "The community has closed."
    held.refresh_from_db()
    assert held.state == "held"
    assert Gathering.objects.filter(state="planned").count() == 0


def test_community_closes_also_when_its_rhythm_had_not_begun():
    series = make.series(make.community(), starts_on=date(2026, 5, 4))

    close(series)

    assert dates(Series.objects.get()) == []


def test_rhythm_that_had_ended_stays_as_it_is_when_the_community_closes(series):
    series.end(on=date(2026, 3, 2), by=None, at=make.AT)

    close(series)

    assert Series.objects.get().ends_on == date(2026, 3, 2)
