from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from mandorla.base.errors import Refused
from mandorla.gatherings.models import Series
from mandorla.gatherings.occurrences import gatherings_of, next_gatherings, next_of
from tests import make
from tests.gatherings.meeting import AFTER, dates, last_event, read, weeks

pytestmark = pytest.mark.django_db

WITHIN_A_DAY = (
    "The rule meets more than once a day; a rhythm has at most one gathering a day, "
    "and its time is said beside the rule."
)


def test_series_begins_with_its_first_date_and_the_agenda_of_its_archetype():
    community = make.community(archetype="change_champions")

    series = make.series(community, starts_on=date(2026, 3, 4))

    assert series.starts_on == date(2026, 3, 9)  # the first Monday from that Wednesday on
    assert series.template[0] == {
        "title": "Check-in: one word each, and who is missing",
        "minutes": 5,
        "takes": [],
    }
    assert last_event() == ("Mandorla began “Monday round”: every Monday, 09:00, Europe/Lisbon.")


def test_series_keeps_its_own_agenda_when_it_is_given_one():
    steps = [{"title": "Round", "minutes": 30}]

    assert make.series(make.community(), template=steps).template == steps


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"},
            "The rhythm has no date at all: look at its rule and at its last day.",
        ),
        (
            {"rule": "FREQ=DAILY;BYHOUR=9,10"},
            WITHIN_A_DAY,
        ),
        ({"timezone": "Europe/Atlantis"}, "There is no time zone “Europe/Atlantis”."),
        ({"rule": ""}, "“” is not a rule, such as FREQ=WEEKLY;BYDAY=TU."),
        (
            {"ends_on": date(2026, 3, 1)},
            "The rhythm has no date at all: look at its rule and at its last day.",
        ),
    ],
)
def test_series_is_refused_when_it_would_have_no_dates(facts, sentence):
    community = make.community()

    with pytest.raises(Refused) as refusal:
        make.series(community, **facts)

    assert refusal.value.sentence == sentence
    assert not Series.objects.exists()


def test_series_is_refused_when_the_community_has_closed():
    community = make.community("Old")
    community.close(reason="Done", by=None, at=make.AT, on=make.AT.date())

    with pytest.raises(Refused, match=r"^Old has closed\.$"):
        make.series(community)


def test_series_has_no_dates_when_its_rhythm_is_kept_in_words():
    series = make.series(make.community(), rule="", found_text="When the line allows it")

    assert series.words == "When the line allows it"
    assert dates(series) == []


def test_series_has_no_dates_when_nobody_said_which_weeks_are_meant():
    community = make.community()
    series = Series.enter(community=community, name="SIG", rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")

    assert dates(series) == []


# --- reading ---


def test_gatherings_are_computed_ones_and_kept_ones_when_some_were_touched():
    series = make.series(make.community())
    moved = make.gathering(series, planned_on=date(2026, 3, 9))
    moved.reschedule(starts_at=datetime(2026, 3, 12, 14, tzinfo=UTC), by=None, at=make.AT)
    make.gathering(series, planned_on=date(2026, 3, 16))

    assert dates(series) == [
        "03-02 09:00 computed",
        "03-12 14:00",
        "03-16 09:00",
        "03-23 09:00 computed",
    ]


def test_gathering_is_found_where_it_takes_place_when_it_was_moved_far():
    series = make.series(make.community())
    moved = make.gathering(series, planned_on=date(2026, 3, 9))
    moved.reschedule(starts_at=datetime(2026, 6, 4, 14, tzinfo=UTC), by=None, at=make.AT)
    june = datetime(2026, 6, 2, tzinfo=UTC)

    found = gatherings_of([read(series)], after=june, before=june + timedelta(days=7))

    assert [one.planned_on for one in found] == [date(2026, 3, 9), date(2026, 6, 8)]


def test_next_gatherings_skip_what_is_over_and_hold_what_is_under_way():
    series = make.series(make.community())
    under_way = datetime(2026, 3, 2, 9, 54, tzinfo=UTC)

    first = next_gatherings([read(series)], at=under_way, limit=1)
    later = next_gatherings([read(series)], at=under_way + timedelta(minutes=1), limit=2)

    assert [one.planned_on.day for one in first] == [2]
    assert [one.planned_on.day for one in later] == [9, 16]


def test_next_gathering_is_the_first_that_is_not_cancelled(django_assert_num_queries):
    busy, quiet = make.community(), make.community()
    series = make.series(busy)
    make.gathering(series).cancel(because="Easter", by=None, at=make.AT)

    with django_assert_num_queries(3):
        found = next_of([busy, quiet], at=AFTER)

    assert {pk: one.planned_on.day for pk, one in found.items()} == {busy.pk: 9}


def test_next_gathering_is_the_one_after_when_one_has_ended_before_its_time():
    soon, late = make.community(), make.community()
    early = make.gathering(make.series(soon))
    held = make.gathering(make.series(late), planned_on=date(2026, 3, 9))
    for one in (early, held):
        one.start(by=None, at=AFTER, early=True)
        one.end(by=None, at=AFTER)
    for day in (2, 16):
        make.gathering(held.series, planned_on=date(2026, 3, day)).cancel(
            because="Easter", by=None, at=make.AT
        )

    found = next_of([soon, late], at=AFTER)

    assert {pk: one.planned_on.day for pk, one in found.items()} == {soon.pk: 9, late.pk: 23}


def test_next_gathering_is_found_when_it_is_weeks_away(django_assert_num_queries):
    soon, late = make.community(), make.community()
    make.series(soon)
    series = make.series(late)
    for day in (2, 9, 16):
        gathering = make.gathering(series, planned_on=date(2026, 3, day))
        gathering.cancel(because="Easter", by=None, at=make.AT)

    with django_assert_num_queries(4):
        found = next_of([soon, late], at=AFTER)

    assert {pk: one.planned_on.day for pk, one in found.items()} == {soon.pk: 2, late.pk: 23}


@pytest.mark.parametrize("count", [1, 3])
def test_gatherings_cost_the_same_queries_when_there_are_more(count, django_assert_num_queries):
    community = make.community()
    for number in range(count):
        series = make.series(
            community, name=f"Series {number}", starts_on=date(2016, 1, 4), at=make.AT
        )
        for day in (2, 9, 16)[:count]:
            make.gathering(series, planned_on=date(2026, 3, day))

    with django_assert_num_queries(3):
        found = gatherings_of(Series.objects.with_dates(), after=AFTER, before=weeks(4))

    assert len(found) == 4 * count
