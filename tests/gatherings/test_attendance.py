"""Who is at a gathering: one tap, a code, ticks, guests; and who may know it, for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mandorla.base.errors import Refused
from mandorla.base.models import Event
from mandorla.gatherings.attendance import attendance_of
from mandorla.gatherings.code import by_code, show_code
from mandorla.gatherings.models import Attendance, AttendanceCount, Gathering
from mandorla.gatherings.models.attendance import known_until
from mandorla.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db

NINE = make.AT


def meeting(*, members: int = 0, **facts) -> tuple[Gathering, list[Person]]:
    people = [make.person() for _number in range(members)]
    leader = make.person("Ana Marković")
    community = make.community(leader=leader, members=tuple(people))
    return make.gathering(make.series(community), **facts), [leader, *people]


def read(gathering: Gathering, reader, *, at=NINE):
    return attendance_of(
        gathering, reader=reader, roles=gathering.community.roles_of(reader), at=at
    )


def test_attendance_is_the_same_when_somebody_taps_twice():
    gathering, (leader,) = meeting()

    first = Attendance.note(gathering=gathering, person=leader, way="tap", at=NINE)
    again = Attendance.note(gathering=gathering, person=leader, way="code", at=NINE)

    assert (first, again.way) == (again, "tap")
    assert read(gathering, leader).total == 1


def test_attendance_keeps_the_unit_of_the_day():
    unit = make.unit("Plant North")
    person = make.person(unit=unit)
    gathering, _people = meeting()

    assert Attendance.note(gathering=gathering, person=person, way="tap", at=NINE).unit == unit


def test_attendance_is_gone_when_it_is_taken_back():
    gathering, (leader,) = meeting()
    Attendance.note(gathering=gathering, person=leader, way="tap", at=NINE)

    Attendance.take_back(gathering=gathering, person=leader, at=NINE)

    assert (read(gathering, leader).total, read(gathering, leader).mine) == (0, False)


@pytest.mark.parametrize(
    ("facts", "late", "sentence"),
    [
        ({"state": "cancelled"}, timedelta(), "cancelled"),
        ({}, -timedelta(hours=1, minutes=1), "From an hour before"),
        ({}, timedelta(days=30), "no longer kept by person"),
    ],
)
def test_attendance_is_refused_when_it_is_not_its_time(facts, late, sentence):
    gathering, (leader,) = meeting(**facts)

    for verb in (
        lambda at: Attendance.note(gathering=gathering, person=leader, way="tap", at=at),
        lambda at: Attendance.take_back(gathering=gathering, person=leader, at=at),
        lambda at: Attendance.count_guests(gathering=gathering, guests=1, at=at),
        lambda at: Attendance.enter(
            gathering=gathering, seconds={}, guests=0, source="", by=None, at=at
        ),
    ):
        with pytest.raises(Refused, match=sentence):
            verb(NINE + late)


def test_attendance_is_possible_early_when_the_gathering_was_started():
    gathering, (leader,) = meeting(state="running")

    Attendance.note(gathering=gathering, person=leader, way="tap", at=NINE - timedelta(hours=3))

    assert read(gathering, leader).mine


def test_guests_are_counted():
    gathering, (leader,) = meeting()

    Attendance.count_guests(gathering=gathering, guests=3, at=NINE)

    assert (read(gathering, leader).guests, read(gathering, leader).total) == (3, 3)
    with pytest.raises(Refused, match="from 0 to"):
        Attendance.count_guests(gathering=gathering, guests=-1, at=NINE)


def test_taps_leave_no_event():
    gathering, (leader,) = meeting()
    before = Event.objects.count()

    Attendance.note(gathering=gathering, person=leader, way="tap", at=NINE)
    Attendance.count_guests(gathering=gathering, guests=3, at=NINE)
    Attendance.take_back(gathering=gathering, person=leader, at=NINE)

    assert Event.objects.count() == before


def test_file_is_replaced_and_not_doubled_when_it_is_brought_again():
    gathering, (leader, one, two) = meeting(members=2)
    Attendance.note(gathering=gathering, person=leader, way="tap", at=NINE)

    def bring(**seconds):
        Attendance.enter(
            gathering=gathering,
            seconds={leader.pk: 600, **{int(pk[1:]): each for pk, each in seconds.items()}},
            guests=1,
            source="a file",
            by=leader,
            at=NINE,
        )

    bring(**{f"p{one.pk}": 60, f"p{two.pk}": None})
    bring(**{f"p{one.pk}": 120})

    rows = Attendance.objects.filter(gathering=gathering).order_by("person")
    assert sorted(rows.values_list("person", "way", "seconds")) == sorted(
        [(leader.pk, "tap", 600), (one.pk, "file", 120)]
    )
    assert read(gathering, leader).total == 3


def test_file_leaves_an_event_without_the_names_of_those_who_came():
    gathering, (leader, one) = meeting(members=1)

    Attendance.enter(
        gathering=gathering, seconds={one.pk: 60}, guests=2, source="Zoom", by=leader, at=NINE
    )

    event = Event.objects.get(verb="gathering.attended")
    assert event.plain_sentence == (
        f"Ana Marković brought a file about who was at “{gathering}”: 3 people (Zoom)."
    )
    assert one.name not in str(event.details)


def test_code_is_one_and_short_and_finds_its_gathering_about_its_time():
    gathering, _people = meeting()
    code, ben = show_code(gathering=gathering), make.person("Ben")

    assert (show_code(gathering=gathering), len(code)) == (code, 5)
    assert by_code(f" {code.lower()} ", by=ben, at=NINE) == gathering
    assert by_code(code, by=ben, at=NINE - timedelta(hours=1)) == gathering
    assert by_code(code, by=ben, at=NINE - timedelta(hours=2)) is None
    assert by_code(code, by=ben, at=NINE + timedelta(hours=14)) is None
    assert by_code("", by=ben, at=NINE) is None


def test_code_finds_a_gathering_that_runs_whenever_it_was_started():
    gathering, (one,) = meeting()
    code, early = show_code(gathering=gathering), NINE - timedelta(weeks=3)
    gathering.start(by=None, at=early, early=True)

    assert by_code(code, by=one, at=early) == gathering
    assert Attendance.note(gathering=gathering, person=one, way="code", at=early).pk
    gathering.unstart(by=None, at=early)
    assert by_code(code, by=one, at=early) is None


def test_person_is_forgotten_thirty_days_after_a_gathering_that_began_early():
    gathering, (one,) = meeting()
    early = NINE - timedelta(weeks=3)
    gathering.start(by=None, at=early, early=True)
    Attendance.note(gathering=gathering, person=one, way="tap", at=early)
    gathering.end(by=None, at=early + timedelta(hours=1))
    found = Attendance.objects

    before, after = early + timedelta(days=29), early + timedelta(days=30)
    assert known_until(gathering) == after
    assert [found.kept(at=at).count() for at in (before, after)] == [1, 0]
    assert [found.due_to_be_forgotten(at=at).count() for at in (before, after)] == [0, 1]


def test_code_finds_nothing_when_the_gathering_is_cancelled():
    gathering, _people = meeting()
    code, ben = show_code(gathering=gathering), make.person("Ben")
    gathering.cancel(because="snow", by=None, at=NINE)

    assert by_code(code, by=ben, at=NINE) is None


def test_list_is_for_leaders_facilitators_and_whose_turn_it_is():
    gathering, (leader, member, helper, turn) = meeting(members=3)
    make_role(gathering, helper, "facilitator")
    gathering.series.take_turns(people=[turn], by=None, at=NINE)
    manager = make.program_manager()
    Attendance.note(gathering=gathering, person=member, way="tap", at=NINE)

    keeps = {who.pk: read(gathering, who) for who in (leader, member, helper, turn, manager)}

    assert [keeps[who.pk].keeps for who in (leader, helper, turn)] == [True, True, True]
    assert [keeps[who.pk].keeps for who in (member, manager)] == [False, False]
    assert [one.pk for one in keeps[leader.pk].here] == [member.pk]
    assert (keeps[manager.pk].here, keeps[manager.pk].absent) == ((), ())
    assert (keeps[member.pk].mine, keeps[member.pk].here) == (True, ())


def make_role(gathering, person, role):
    from mandorla.communities.models import Membership

    Membership.appoint(community=gathering.community, person=person, role=role, by=None, at=NINE)


def test_list_is_refused_after_thirty_days_also_before_it_is_forgotten():
    gathering, (leader,) = meeting()
    Attendance.note(gathering=gathering, person=leader, way="tap", at=NINE)

    last = read(gathering, leader, at=NINE + timedelta(days=30) - timedelta(seconds=1))
    after = read(gathering, leader, at=NINE + timedelta(days=30))

    assert (last.mine, len(last.here)) == (True, 1)
    assert (after.mine, after.here, after.keeps, after.total) == (None, (), False, 1)
    assert AttendanceCount.objects.count() == 0
    assert not Attendance.objects.own_of(leader, at=NINE + timedelta(days=30)).exists()
