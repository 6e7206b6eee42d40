"""Whom a file is about: by address for sure, by name when somebody says so."""

from __future__ import annotations

import pytest

from mandorla.base.errors import Refused
from mandorla.gatherings.bringing_attendance import all_guests, bring, look
from mandorla.gatherings.matching import GUEST
from mandorla.gatherings.models import Attendance, Gathering
from mandorla.gatherings.sealed_attendance import sealed, unsealed
from tests import make
from tests.gatherings.reports import FILES

pytestmark = pytest.mark.django_db


def meeting(*people) -> Gathering:
    community = make.community(leader=make.person("Karin Lindqvist"), members=people)
    return make.gathering(make.series(community))


def zoom(*rows: str) -> bytes:
    return "\n".join(["Name (Original Name),User Email,Total Duration (Minutes)", *rows]).encode()


def looked(gathering: Gathering, *rows: str):
    data = zoom(*rows)
    return look(data, file="zoom.csv", order=None, gathering=gathering, at=make.AT)


def test_person_is_known_by_address_in_whatever_letters():
    ana = make.person("Ana Marković", email="ana@halden.example")
    gathering = meeting(ana)

    change = looked(gathering, "A. M.,ANA@Halden.Example,30")

    assert [(one.pk, one.name) for one in change.matched.known] == [(ana.pk, "Ana Marković")]
    assert change.matched.unsure == ()


def test_name_is_never_taken_for_somebody_by_itself():
    nora = make.person("Nora Lie")
    gathering = meeting(nora)

    change = looked(gathering, '"Lie, Nora",,30')

    (unsure,) = change.matched.unsure
    assert [(offer.pk, offer.is_same) for offer in unsure.offers] == [(nora.pk, True)]
    with pytest.raises(Refused, match="Say who this is: Lie, Nora"):
        bring(change.found, gathering=gathering, choices={}, by=None, at=make.AT)


def test_several_of_one_name_are_offered_members_first():
    outside = make.person("Tom Aas", job_title="Buyer")
    inside = make.person("Tom Aas")
    nearly = make.person("Tomm Aas")
    gathering = meeting(inside, nearly)

    (unsure,) = looked(gathering, "Tom Aas,,30").matched.unsure

    assert [offer.pk for offer in unsure.offers] == [inside.pk, outside.pk, nearly.pk]


def test_both_names_of_a_row_are_looked_for():
    priya = make.person("Priya Raman")

    (unsure,) = looked(meeting(priya), "Priya Raman (Someone Else),,30").matched.unsure

    assert [offer.pk for offer in unsure.offers] == [priya.pk]


def test_strangers_callers_and_nameless_are_guests():
    gathering = meeting()

    change = looked(gathering, "Zoe Nobody,zoe@partner.example,30", "15550100123,,5", ",,5")
    count = bring(change.found, gathering=gathering, choices={}, by=None, at=make.AT)

    gathering.refresh_from_db()
    assert (change.guests, count, gathering.guests) == (3, 3, 3)
    assert Attendance.objects.count() == 0


def test_times_of_a_person_are_added_up_when_two_names_are_theirs():
    ana = make.person("Ana Marković", email="ana@halden.example")
    gathering = meeting(ana)
    change = looked(gathering, "Ana Marković,ana@halden.example,30", "Ana Markovic,,15")

    (unsure,) = change.matched.unsure
    choices = {unsure.place: ana.pk}
    bring(change.found, gathering=gathering, choices=choices, by=None, at=make.AT)

    assert Attendance.objects.get().seconds == 45 * 60


def test_name_is_refused_for_somebody_who_was_not_offered():
    gathering = meeting(make.person("Nora Lie"))
    other = make.person("Tom Aas")
    change = looked(gathering, "Nora Lie,,30")
    (unsure,) = change.matched.unsure

    with pytest.raises(Refused, match="not offered for it"):
        bring(
            change.found,
            gathering=gathering,
            choices={unsure.place: other.pk},
            by=None,
            at=make.AT,
        )


def test_name_is_a_guest_when_somebody_says_so():
    gathering = meeting(make.person("Nora Lie"))
    change = looked(gathering, "Nora Lie,,30")

    assert set(all_guests(change.matched).values()) == {GUEST}
    bring(
        change.found,
        gathering=gathering,
        choices=all_guests(change.matched),
        by=None,
        at=make.AT,
    )

    gathering.refresh_from_db()
    assert (Attendance.objects.count(), gathering.guests) == (0, 1)


def test_person_who_is_not_active_is_not_found():
    gone = make.person("Nora Lie", email="nora@halden.example", is_active=False)

    change = looked(meeting(gone), "Nora Lie,nora@halden.example,30")

    assert (change.matched.known, change.matched.unsure) == ((), ())


def test_look_says_what_another_file_changes():
    ana = make.person(email="ana@halden.example")
    ben = make.person(email="ben@halden.example")
    gathering = meeting(ana, ben)
    first = looked(gathering, "Ana,ana@halden.example,30", "Ben,ben@halden.example,30")
    bring(first.found, gathering=gathering, choices={}, by=None, at=make.AT)

    again = looked(gathering, "Ana,ana@halden.example,31")

    assert (first.again, first.gone) == (0, 0)
    assert (again.again, again.gone) == (1, 1)


def test_look_says_when_the_file_is_about_another_day():
    gathering = meeting()
    data = (FILES / "teams_german.csv").read_bytes()

    change = look(data, file="report.csv", order=None, gathering=gathering, at=make.AT)

    assert str(change.held_on) == "2026-03-02"
    assert looked(gathering, "Ana,,30").held_on is None


def test_look_asks_for_the_order_of_dates_when_durations_depend_on_it():
    gathering = meeting()
    data = (
        b"Full Name,Join Time,Leave Time\n"
        b'Ana,"1/12/2026, 11:30 PM","2/12/2026, 12:30 AM"\n'
        b'Tom,"1/2/2026, 11:30 PM","1/3/2026, 12:30 AM"\n'
    )

    with pytest.raises(Refused, match="“1/12/2026” can be read"):
        look(data, file="report.csv", order=None, gathering=gathering, at=make.AT)


def test_queries_do_not_grow_with_the_file(django_assert_num_queries):
    gathering = meeting(make.person("Nora Lie"))
    few = ["Nora Lie,,30", "Tom Aas,tom@halden.example,5"]
    with django_assert_num_queries(4):
        looked(gathering, *few)

    many = [f"Person Number{n},,30" for n in range(40)]
    with django_assert_num_queries(4):
        looked(gathering, *few, *many)


def test_sealed_file_comes_back_whole_and_only_for_its_gathering():
    gathering, other = meeting(make.person("Nora Lie")), meeting()
    found = look(
        (FILES / "teams_english.csv").read_bytes(),
        file="report.csv",
        order=None,
        gathering=gathering,
        at=make.AT,
    ).found

    back = unsealed(sealed(found, gathering=gathering), gathering=gathering)

    assert [(one.name, one.email, one.seconds, one.stays) for one in back.people] == [
        (one.name, one.email, one.seconds, one.stays) for one in found.people
    ]
    for text, place in ((sealed(found, gathering=gathering), other), ("changed", gathering)):
        with pytest.raises(Refused, match="not what was shown before"):
            unsealed(text, gathering=place)
