"""Measures of success and their readings: what is kept, what is refused, what is foretold."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.core import pace
from mandorla.ledger.aims import Aim
from mandorla.ledger.models import Measure, Reading
from mandorla.ledger.outlook import read_outlook
from tests import make
from tests.ledger.measuring import DUE, aim, measured, read_weekly, weeks

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(days=90)


def told(measure: Measure) -> list[str]:
    events = Event.objects.about(measure).order_by("pk")
    return [event.plain_sentence for event in events]


# --- a measure ----------------------------------------------------------------------------------


def test_measure_begins_with_its_aim_and_is_numbered():
    ana = make.person("Ana")
    community = make.community(leader=ana)
    expected = make.expectations(community)[0]

    first = Measure.begin(
        community=community, aim=aim(), expectation=expected, owner=ana, by=ana, at=make.AT
    )
    second = Measure.begin(community=community, aim=aim(name="Faults"), by=ana, at=make.AT)

    assert (first.number, second.number) == (1, 2)
    assert Aim.of(first) == aim()
    assert (first.expectation, first.owner) == (expected, ana)
    assert told(first) == ["Ana began to measure “Days to roll out”: to 60 by 31 December 2026."]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"name": "  "}, "Say what is measured."),
        ({"role": "both"}, "A measure is leading, or an outcome."),
        ({"target": float("nan")}, "This is no number that can be counted with."),
        ({"target": float("inf")}, "This is no number that can be counted with."),
        ({"shape": "share", "target": 60.0}, "A share lies from 0% to 100%."),
        ({"shape": "count", "target": -1.0}, "A number of things is a whole number from 0."),
        ({"baseline": 60.0}, "More is better, so the target lies above where it starts."),
        (
            {"direction": "down", "baseline": 50.0},
            "Less is better, so the target lies below where it starts.",
        ),
        ({"due_on": make.AT.date()}, "A measure looks forward: it is due on a day to come."),
        ({"indicator": "no_such"}, "Mandorla counts nothing of that name."),
        ({"indicator": "overlap"}, "What Mandorla counts there is another kind of figure."),
        ({"name": "a\x00b"}, "Write it in one line, in letters that can be seen."),
    ],
)
def test_measure_is_refused_when_its_aim_is_none(facts: dict[str, Any], sentence: str):
    community = make.community()

    with pytest.raises(Refused) as refusal:
        Measure.begin(community=community, aim=aim(**facts), by=None, at=make.AT)

    assert refusal.value.sentence == sentence
    assert not Measure.objects.exists()


def test_measure_is_refused_when_its_expectation_or_owner_is_elsewhere():
    community, other = make.community(), make.community()
    strange = make.expectations(other)[0]
    stranger = make.person("Zoe")

    with pytest.raises(Refused, match="do not expect this"):
        Measure.begin(community=community, aim=aim(), expectation=strange, by=None, at=make.AT)
    with pytest.raises(Refused, match="Zoe is not in this community"):
        Measure.begin(community=community, aim=aim(), owner=stranger, by=None, at=make.AT)


def test_measure_is_refused_when_another_one_is_called_so():
    measure = measured()

    with pytest.raises(Refused, match="is measured already"):
        Measure.begin(
            community=measure.community, aim=aim(name="days to ROLL out"), by=None, at=make.AT
        )


def test_measure_changes_what_it_is_to_come_to_and_foretells_anew():
    measure = measured()
    read_weekly(measure, 12)
    measure.refresh_from_db()
    before = read_outlook(measure.outlook).on_date

    measure.change(
        aim=aim(target=600.0), expectation=None, owner=None, edits=0, by=None, at=make.AT
    )

    assert before is not None
    assert read_outlook(measure.outlook).on_date != before
    assert (measure.target, measure.edits) == (600.0, 1)


def test_measure_tells_the_second_of_two_who_change_it():
    measure = measured()
    terms: dict[str, Any] = {"expectation": None, "owner": None, "by": None, "at": make.AT}
    measure.change(aim=aim(target=61.0), edits=0, **terms)

    with pytest.raises(Stale):
        measure.change(aim=aim(target=62.0), edits=0, **terms)

    measure.refresh_from_db()
    assert measure.target == 61.0


def test_measure_keeps_its_kind_when_it_was_read():
    measure = measured()
    read_weekly(measure, 1)

    with pytest.raises(Refused, match="another kind of figure"):
        measure.change(
            aim=aim(shape="count"), expectation=None, owner=None, edits=0, by=None, at=make.AT
        )


def test_measure_is_retired_once_and_takes_no_reading_then():
    measure = measured()
    measure.retire(because="Nobody looks at it", by=None, at=make.AT)

    with pytest.raises(Refused, match="already"):
        measure.retire(because="Again", by=None, at=make.AT)
    with pytest.raises(Refused, match="is followed no more"):
        Reading.read(measure=measure, on=make.AT.date(), value=1, by=None, at=make.AT)
    assert list(Measure.objects.current()) == []


# --- readings -----------------------------------------------------------------------------------


def test_reading_is_kept_and_told():
    ana = make.person("Ana")
    measure = measured()

    Reading.read(measure=measure, on=make.AT.date(), value=41, note=" a  note ", by=ana, at=make.AT)

    reading = Reading.objects.get()
    assert (reading.on, reading.value, reading.note) == (make.AT.date(), 41, "a note")
    assert told(measure)[-1] == "Ana read “Days to roll out”: 41 on 2 March 2026."


@pytest.mark.parametrize(
    ("shape", "value", "on", "sentence"),
    [
        ("share", 1.2, make.AT.date(), "A share lies from 0% to 100%."),
        ("count", 1.5, make.AT.date(), "A number of things is a whole number from 0."),
        ("level", float("nan"), make.AT.date(), "This is no number that can be counted with."),
        ("level", 1.0, date(2026, 3, 3), "3 March 2026 has not come yet."),
    ],
)
def test_reading_is_refused_when_it_cannot_be(shape: str, value: float, on: date, sentence: str):
    measure = measured(shape=shape, target=1.0)

    with pytest.raises(Refused) as refusal:
        Reading.read(measure=measure, on=on, value=value, by=None, at=make.AT)

    assert refusal.value.sentence == sentence


def test_reading_is_refused_when_the_day_has_one():
    measure = measured()
    read_weekly(measure, 1)

    with pytest.raises(Refused, match="was read on 2 March 2026 already"):
        Reading.read(measure=measure, on=make.AT.date(), value=1, by=None, at=LATER)


def test_correction_keeps_the_earlier_reading():
    ana = make.person("Ana")
    measure = measured()
    read_weekly(measure, 1)
    first = Reading.objects.get()

    second = first.correct(value=44, note="miscounted", by=ana, at=LATER)

    first.refresh_from_db()
    measure.refresh_from_db()
    assert (first.value, first.corrected_at) == (40, LATER)
    assert list(Reading.objects.counting()) == [second]
    assert read_outlook(measure.outlook).last == (make.AT.date(), 44)
    assert (
        told(measure)[-1] == "Ana corrected “Days to roll out” on 2 March 2026: 44 instead of 40."
    )


def test_correction_tells_the_second_of_two():
    measure = measured()
    read_weekly(measure, 1)
    one, other = Reading.objects.get(), Reading.objects.get()
    one.correct(value=44, by=None, at=LATER)

    with pytest.raises(Stale):
        other.correct(value=45, by=None, at=LATER)
    with pytest.raises(Stale):
        other.take_back(by=None, at=LATER)

    assert [reading.value for reading in Reading.objects.counting()] == [44]


def test_reading_taken_back_leaves_the_day_free():
    measure = measured()
    read_weekly(measure, 1)

    Reading.objects.get().take_back(by=None, at=LATER)
    Reading.read(measure=measure, on=make.AT.date(), value=42, by=None, at=LATER)

    assert [reading.value for reading in Reading.objects.counting()] == [42]
    assert Reading.objects.count() == 2


def test_readings_brought_are_new_corrected_or_the_same():
    measure = measured()
    read_weekly(measure, 2)
    found = [pace.Reading(on, 40.0) for on in weeks(3)]

    brought = Reading.read_all(measure=measure, readings=found, by=None, at=LATER)

    assert (brought.new, brought.corrected, brought.same) == (1, 1, 1)
    assert [one.value for one in Reading.objects.counting().order_by("on")] == [40, 40, 40]


def test_readings_brought_are_all_refused_when_one_cannot_be():
    measure = measured(shape="count")
    found = [pace.Reading(on, value) for on, value in zip(weeks(2), (1.0, 1.5), strict=True)]

    with pytest.raises(Refused):
        Reading.read_all(measure=measure, readings=found, by=None, at=LATER)

    assert not Reading.objects.exists()


# --- what they foretell -------------------------------------------------------------------------


def test_outlook_says_how_many_readings_are_missing_and_the_pace_it_takes():
    measure = measured()
    read_weekly(measure, 5)
    measure.refresh_from_db()

    outlook = read_outlook(measure.outlook)

    assert (outlook.reason, outlook.missing, outlook.readings) == ("few_readings", 3, 5)
    assert outlook.on_date is None
    assert outlook.needed is not None
    assert outlook.needed > 0


def test_outlook_has_both_odds_and_a_fan_from_eight_readings_on():
    measure = measured()
    read_weekly(measure, 12)
    measure.refresh_from_db()

    outlook = read_outlook(measure.outlook, fan=True)

    assert outlook.on_date is not None
    assert outlook.by_date is not None
    assert 0 < outlook.on_date <= outlook.by_date <= 1
    assert outlook.fan[-1].on == DUE
    assert set(outlook.fan[-1].bands) == {"50", "80", "95"}


def test_outlook_is_over_when_the_last_reading_is_not_before_the_day():
    measure = measured(due_on=make.AT.date() + timedelta(days=7))
    read_weekly(measure, 2)
    measure.refresh_from_db()

    assert read_outlook(measure.outlook).reason == "due_over"


def test_outlook_is_empty_without_a_reading():
    assert read_outlook(measured().outlook).reason == "no_readings"
    assert datetime(2026, 3, 2, 9, tzinfo=UTC) == make.AT
