"""A gathering begins, ends and goes on; its notes are written by several at once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.core.merge import Clash
from mandorla.gatherings.models import Attendance, Gathering
from mandorla.gatherings.models.held import Early
from mandorla.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = make.AT + timedelta(minutes=50)


@pytest.fixture
def ana() -> Person:
    return make.person("Ana")


@pytest.fixture
def gathering(ana: Person) -> Gathering:
    return make.gathering(make.series(make.community("Atlas", leader=ana)))


def write(gathering: Gathering, seen: str, text: str):
    return gathering.write_notes(seen=seen, text=text, by=None, at=make.AT)


def test_gathering_runs_from_its_start_to_its_end(gathering: Gathering, ana: Person):
    gathering.start(by=ana, at=make.AT)
    gathering.end(by=ana, at=LATER)

    gathering.refresh_from_db()
    assert (gathering.state, gathering.started_at, gathering.ended_at) == ("held", make.AT, LATER)


def test_gathering_goes_on_when_it_is_resumed(gathering: Gathering, ana: Person):
    gathering.start(by=ana, at=make.AT)
    gathering.end(by=ana, at=LATER)
    gathering.resume(by=ana, at=LATER)

    gathering.refresh_from_db()
    assert (gathering.state, gathering.started_at, gathering.ended_at) == ("running", make.AT, None)


def test_gathering_is_held_when_it_is_noted_afterwards(gathering: Gathering, ana: Person):
    gathering.hold(by=ana, at=LATER)
    gathering.resume(by=ana, at=LATER)

    assert (gathering.state, gathering.started_at) == ("running", LATER)


def test_gathering_is_not_held_while_its_time_has_not_come(gathering: Gathering, ana: Person):
    early = gathering.starts_at - timedelta(minutes=1)

    assert not gathering.may_be_held(at=early)
    with pytest.raises(Refused, match="has not begun by plan, so it cannot have taken place"):
        gathering.hold(by=ana, at=early)

    gathering.refresh_from_db()
    assert gathering.state == "planned"
    assert gathering.may_be_held(at=gathering.starts_at)


def test_gathering_begins_weeks_early_only_when_that_is_meant(gathering: Gathering, ana: Person):
    weeks_before = gathering.starts_at - timedelta(weeks=3)

    with pytest.raises(Early, match="begins only on 2 March 2026, 09:00"):
        gathering.start(by=ana, at=weeks_before)
    assert not Event.objects.filter(verb="gathering.started").exists()
    gathering.start(by=ana, at=weeks_before, early=True)

    assert gathering.state == "running"
    assert gathering.over_at == weeks_before + timedelta(minutes=gathering.minutes)


def test_gathering_begins_an_hour_before_its_time_without_being_asked(
    gathering: Gathering, ana: Person
):
    gathering.start(by=ana, at=gathering.starts_at - HOUR)

    assert (gathering.state, gathering.over_at) == ("running", gathering.ends_at)


@pytest.mark.parametrize(("before", "stay"), [(timedelta(weeks=3), 0), (timedelta(0), 1)])
def test_gathering_has_not_begun_after_all_and_is_planned_as_before(
    gathering: Gathering, ana: Person, before: timedelta, stay: int
):
    now = gathering.starts_at - before
    gathering.start(by=ana, at=now, early=True)
    Attendance.note(gathering=gathering, person=ana, way="tap", at=now)

    gathering.unstart(by=ana, at=now)

    gathering.refresh_from_db()
    assert (gathering.state, gathering.started_at) == ("planned", None)
    assert Attendance.objects.count() == stay
    assert Event.objects.filter(verb="gathering.unstarted", about_id=gathering.pk).count() == 1


def test_gathering_that_ended_has_begun(gathering: Gathering, ana: Person):
    gathering.start(by=ana, at=make.AT)
    gathering.end(by=ana, at=LATER)

    with pytest.raises(Refused, match="is held"):
        gathering.unstart(by=ana, at=LATER)


def test_gathering_tells_the_second_when_two_start_it(gathering: Gathering, ana: Person):
    seen = Gathering.objects.get()
    gathering.start(by=ana, at=make.AT)

    with pytest.raises(Stale):
        seen.start(by=ana, at=make.AT)
    with pytest.raises(Refused):
        gathering.start(by=ana, at=make.AT)
    with pytest.raises(Refused):
        gathering.hold(by=ana, at=make.AT)


def test_gathering_tells_its_steps_in_the_history(gathering: Gathering, ana: Person):
    gathering.start(by=ana, at=make.AT)
    gathering.end(by=ana, at=LATER)

    told = [e.plain_sentence for e in Event.objects.within(gathering.community).order_by("pk")]
    assert told[-2:] == [f"Ana started “{gathering}”.", f"Ana ended “{gathering}”."]


def test_notes_are_kept_when_one_writes(gathering: Gathering):
    merged = write(gathering, "", "# Notes\r\n\r\nTraining\r\n")

    gathering.refresh_from_db()
    assert merged.text == gathering.notes == "# Notes\n\nTraining"
    assert gathering.notes_edits == 1


def test_notes_keep_both_when_two_write_in_different_places(gathering: Gathering):
    write(gathering, "", "one\ntwo\nthree")
    write(gathering, "one\ntwo\nthree", "ONE\ntwo\nthree")

    merged = write(gathering, "one\ntwo\nthree", "one\ntwo\nthree\nfour")

    gathering.refresh_from_db()
    assert merged.text == gathering.notes == "ONE\ntwo\nthree\nfour"


def test_notes_keep_nothing_yet_when_two_wrote_in_the_same_place(gathering: Gathering):
    write(gathering, "", "Marek asks for help")

    merged = write(gathering, "", "Priya asks for help")

    gathering.refresh_from_db()
    assert merged.clashes == (Clash(("Priya asks for help",), ("Marek asks for help",)),)
    assert merged.text == "Priya asks for help\nMarek asks for help"
    assert gathering.notes == "Marek asks for help"
    assert write(gathering, gathering.notes, merged.text).clashes == ()
    gathering.refresh_from_db()
    assert gathering.notes == merged.text


def test_notes_make_one_event_however_often_they_are_written(gathering: Gathering):
    write(gathering, "", "one")
    write(gathering, "one", "two")
    write(gathering, "two", "two")

    told = [e.plain_sentence for e in Event.objects.filter(verb="gathering.noted")]
    assert told == ["A member began the notes of a gathering."]
    gathering.refresh_from_db()
    assert gathering.notes_edits == 2


def test_notes_are_refused_when_they_are_too_long(gathering: Gathering):
    with pytest.raises(Refused):
        write(gathering, "", "x" * 60_001)


def test_notes_are_refused_when_the_gathering_is_cancelled(gathering: Gathering, ana: Person):
    gathering.cancel(because="Snow", by=ana, at=make.AT)

    with pytest.raises(Refused):
        write(gathering, "", "x")


@pytest.mark.parametrize(
    ("ended", "over"), [(make.AT + HOUR, make.AT + HOUR), (make.AT + 30 * HOUR, make.AT + HOUR / 2)]
)
def test_gathering_was_over_by_plan_when_somebody_ended_it_a_day_later(
    gathering: Gathering, ana: Person, ended: datetime, over: datetime
):
    gathering.minutes = 30
    gathering.start(by=ana, at=make.AT)
    gathering.end(by=ana, at=ended)

    assert gathering.over_at == over


def test_gathering_was_over_by_plan_when_it_was_noted_afterwards(gathering: Gathering, ana: Person):
    gathering.hold(by=ana, at=LATER + 100 * HOUR)

    assert gathering.over_at == gathering.ends_at
