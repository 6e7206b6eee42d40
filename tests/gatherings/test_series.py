from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.communities.models import Membership
from mandorla.gatherings.models import FormerRhythm, Gathering, Series
from mandorla.gatherings.occurrences import gatherings_of, next_gatherings, next_of
from mandorla.gatherings.turns import facilitators_of
from tests import make

pytestmark = pytest.mark.django_db

MONDAYS = "FREQ=WEEKLY;BYDAY=MO"
WITHIN_A_DAY = (
    "The rule meets more than once a day; a rhythm has at most one gathering a day, "
    "and its time is said beside the rule."
)
TUESDAYS = "FREQ=WEEKLY;BYDAY=TU"
AFTER = datetime(2026, 3, 1, tzinfo=UTC)


def weeks(count: int) -> datetime:
    return AFTER + timedelta(weeks=count)


def read(series: Series) -> Series:
    return Series.objects.with_dates().get(pk=series.pk)


def dates(series: Series, *, until: datetime | None = None) -> list[str]:
    found = gatherings_of([read(series)], after=AFTER, before=until or weeks(4))
    return [f"{one.local_start:%m-%d %H:%M}{'' if one.is_kept else ' computed'}" for one in found]


def last_event() -> str:
    event = Event.objects.newest_first().first()
    assert event
    return event.plain_sentence


# --- begin ---


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


# --- change ---


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


# --- one gathering ---


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


# --- turns ---


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
    assert last_event() == "Ana said that Ben facilitates “Monday round, 2026-03-09”."


def test_nobody_facilitates_when_no_order_was_said(django_assert_num_queries):
    series = make.series(make.community())

    assert turns(series) == ["nobody"] * 4
    found = gatherings_of([read(series)], after=AFTER, before=weeks(4))
    with django_assert_num_queries(1):
        facilitators_of(found)
