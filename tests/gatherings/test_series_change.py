from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from mandorla.base.errors import Stale
from mandorla.gatherings.models import FormerRhythm, Series
from tests import make
from tests.gatherings.meeting import MONDAYS, TUESDAYS, dates, last_event

pytestmark = pytest.mark.django_db


def test_rhythm_is_another_one_from_a_day_on_when_it_changes():
    series = make.series(make.community())

    series.change(
        from_on=date(2026, 3, 16), rule=TUESDAYS, starts_time=time(16), by=None, at=make.AT
    )

    assert dates(series) == [
        "03-02 09:00 computed",
        "03-09 09:00 computed",
        "03-17 16:00 computed",
        "03-24 16:00 computed",
    ]
    former = FormerRhythm.objects.get()
    assert (former.rule, former.until_on) == (MONDAYS, date(2026, 3, 15))
    assert last_event() == (
        "Mandorla changed “Monday round” from 2026-03-17 on: every Tuesday, 16:00, Europe/Lisbon."
    )


def test_rhythm_leaves_nothing_behind_when_it_changes_before_it_began():
    series = make.series(make.community())

    series.change(from_on=date(2026, 3, 2), rule=TUESDAYS, by=None, at=make.AT)

    assert not FormerRhythm.objects.exists()
    assert dates(series)[0] == "03-03 09:00 computed"


def test_former_rhythms_are_cut_when_a_change_reaches_back_behind_them():
    series = make.series(make.community())
    series.change(from_on=date(2026, 3, 9), rule=TUESDAYS, by=None, at=make.AT)
    series.change(from_on=date(2026, 3, 23), starts_time=time(17), by=None, at=make.AT)

    series.change(from_on=date(2026, 3, 16), rule="FREQ=WEEKLY;BYDAY=FR", by=None, at=make.AT)

    assert dates(series) == [
        "03-02 09:00 computed",
        "03-10 09:00 computed",
        "03-20 17:00 computed",
        "03-27 17:00 computed",
    ]


def test_gathering_goes_along_to_the_nearest_date_when_its_day_is_gone():
    series = make.series(make.community(), place="Room 4")
    kept = make.gathering(series, planned_on=date(2026, 3, 16), notes="Bring the lists")

    series.change(from_on=date(2026, 3, 9), rule=TUESDAYS, place="Hall", by=None, at=make.AT)

    kept.refresh_from_db()
    assert (kept.planned_on, kept.place) == (date(2026, 3, 17), "Hall")
    assert kept.notes == "Bring the lists"
    assert kept.sequence == 1
    assert dates(series)[2:] == ["03-17 09:00", "03-24 09:00 computed"]


def test_gathering_keeps_what_was_set_for_it_alone_when_the_rhythm_changes():
    series = make.series(make.community(), place="Room 4")
    kept = make.gathering(series, planned_on=date(2026, 3, 16))
    own = datetime(2026, 3, 18, 15, tzinfo=UTC)
    kept.reschedule(starts_at=own, place="Foundry", by=None, at=make.AT)

    series.change(
        from_on=date(2026, 3, 9), rule=MONDAYS, starts_time=time(10), minutes=30, place="Hall",
        by=None, at=make.AT,
    )  # fmt: skip

    kept.refresh_from_db()
    assert (kept.starts_at, kept.place, kept.minutes) == (own, "Foundry", 30)


def test_gathering_stays_as_it_was_when_it_was_held_or_cancelled():
    series = make.series(make.community())
    held = make.gathering(series, planned_on=date(2026, 3, 9), state="held")
    off = make.gathering(series, planned_on=date(2026, 3, 16))
    off.cancel(because="Fair", by=None, at=make.AT)

    series.change(from_on=date(2026, 3, 9), rule=TUESDAYS, by=None, at=make.AT)

    held.refresh_from_db()
    off.refresh_from_db()
    assert (held.planned_on.day, off.planned_on.day) == (9, 16)
    assert "03-09 09:00" in dates(series)  # held: it took place
    assert "03-16 09:00" not in dates(series)  # cancelled, and nobody waits for it any more


def test_gathering_stays_as_an_extra_one_when_no_date_is_near_enough():
    """From weekly to monthly: the first touched one takes the month's date, the next one stays."""
    series = make.series(make.community())
    for day in (9, 16):
        make.gathering(series, planned_on=date(2026, 3, day))

    series.change(
        from_on=date(2026, 3, 9), rule="FREQ=MONTHLY;BYDAY=-1TH;COUNT=1", by=None, at=make.AT
    )

    assert dates(series)[1:] == ["03-16 09:00", "03-26 09:00"]


def test_series_is_put_right_from_its_beginning_when_it_was_entered_wrong():
    series = make.series(make.community())
    kept = make.gathering(series, planned_on=date(2026, 3, 9))

    series.correct(name="Tuesday round", rule=TUESDAYS, by=None, at=make.AT)

    kept.refresh_from_db()
    assert kept.planned_on == date(2026, 3, 10)
    assert dates(series)[0] == "03-03 09:00 computed"
    assert not FormerRhythm.objects.exists()


def test_series_has_a_last_day_when_it_ends():
    series = make.series(make.community())
    kept = make.gathering(series, planned_on=date(2026, 3, 23))

    series.end(on=date(2026, 3, 16), by=None, at=make.AT)

    kept.refresh_from_db()
    assert (kept.state, kept.cancelled_because) == ("cancelled", "The series has ended.")
    assert len(dates(series)) == 3
    assert last_event() == "Mandorla ended “Monday round” with 2026-03-16."


def test_second_of_two_is_told_when_both_change_a_series():
    series = make.series(make.community())
    other = Series.objects.get()
    series.correct(place="Hall", by=None, at=make.AT)

    with pytest.raises(Stale, match=r"^Somebody else changed Monday round first\. Look again\.$"):
        other.change(from_on=date(2026, 4, 1), rule=TUESDAYS, by=None, at=make.AT)

    assert not FormerRhythm.objects.exists()
