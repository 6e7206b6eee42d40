from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mandorla.communities.models import Charter, Community, Membership
from mandorla.gatherings.models import Series
from mandorla.people.models import Person, Unit
from mandorla.register.found import (
    FoundCharter,
    FoundCommunity,
    FoundPerson,
    FoundRegister,
    FoundSeat,
    FoundSeries,
)
from mandorla.register.intake import take_in
from mandorla.register.own import read_files
from tests import make
from tests.register.kettles import BOB, CHAIR, KETTLES

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(days=30)
OURS = FoundCommunity(file="kettles.yaml", name="Kettles", slug="kettles", seats=(CHAIR,))


def foreign(*communities: FoundCommunity):
    return take_in(FoundRegister("kubernetes", communities), by=None, at=LATER)


def own(*communities: FoundCommunity):
    return take_in(FoundRegister("", communities), by=None, at=LATER)


def seats_of(community: Community) -> list[tuple[str, str, bool]]:
    return sorted(
        community.memberships.values_list("person__name", "title", "former"),
    )


def test_own_file_is_refused_whole_when_a_person_is_two_people_here():
    Person.enter(name="Ada", email="ada@example.org", at=make.AT)
    Person.enter(name="Other", handle="ada-t", at=make.AT)
    zoe = FoundSeat(FoundPerson("Zoe", "zoe@example.org"), "member")
    outcome = own(
        replace(OURS, seats=(zoe, CHAIR)), replace(OURS, slug="b", name="B", seats=(zoe,))
    )
    assert [str(problem) for problem in outcome.problems] == [
        "kettles.yaml: Ada Teapot: the address, number and handle belong to different people here"
    ]
    assert (outcome.written, outcome.people) == (["B"], 1)
    assert list(Community.objects.values_list("slug", flat=True)) == ["b"]
    assert Membership.objects.get().person.name == "Zoe"


def test_parent_is_entered_first_when_its_file_comes_later():
    outcome = own(replace(OURS, slug="a", parent="b"), replace(OURS, slug="b", name="B"))
    assert outcome.written == ["B", "Kettles"]
    assert Community.objects.get(slug="a").parent == Community.objects.get(slug="b")


def test_community_is_refused_when_its_parent_is_nowhere_or_itself():
    outcome = own(
        replace(OURS, slug="a", parent="gone"),
        replace(OURS, slug="b", parent="c"),
        replace(OURS, slug="c", parent="b"),
    )
    assert [str(problem) for problem in outcome.problems] == [
        "kettles.yaml, parent: there is no other community “gone”, here or in good files",
        "kettles.yaml, parent: belongs to itself in the end",
        "kettles.yaml, parent: belongs to itself in the end",
    ]
    assert Community.objects.count() == 0


def test_refusal_names_the_line_of_the_field_when_the_file_was_read():
    register = read_files(
        [
            ("a.yaml", "mandorla: 1\nname: A\nslug: a\npurpose: Tea.\nparent: gone\n"),
            ("b.yaml", "mandorla: 1\nname: B\nslug: b\nparent: b\n"),
        ]
    )
    outcome = take_in(register, by=None, at=make.AT)
    assert [str(problem) for problem in outcome.problems] == [
        "a.yaml, line 5, parent: there is no other community “gone”, here or in good files",
        "b.yaml, line 4, parent: belongs to itself in the end",
    ]


def test_unit_is_opened_when_its_path_is_new():
    make.unit("Operations")
    own(replace(OURS, unit=("Operations", "Plant North")))
    unit = Unit.objects.get(name="Plant North")
    assert unit.parent == Unit.objects.get(name="Operations")
    assert Community.objects.get().unit == unit


def test_own_file_is_the_truth_when_it_changed():
    own(OURS)
    bob = FoundSeat(BOB, "member", since_on=date(2026, 1, 1))
    tea = FoundSeries("Tea", "FREQ=DAILY")
    outcome = own(replace(OURS, name="Pots", seats=(bob,), series=(tea,)))
    community = Community.objects.get()
    assert outcome.updated == [("Pots", ["name", "members", "series"])]
    assert community.name == "Pots"
    assert seats_of(community) == [("Bob Before", "", False)]
    assert Series.objects.get().rule == "FREQ=DAILY"
    assert own(replace(OURS, name="Pots", seats=(bob,), series=(tea,))).unchanged == ["Pots"]


def test_series_stays_the_same_one_when_its_rhythm_changes():
    own(replace(OURS, series=(FoundSeries("Tea", "FREQ=DAILY"), FoundSeries("Cake"))))
    tea = Series.objects.get(name="Tea")
    own(replace(OURS, series=(FoundSeries("Tea", "FREQ=WEEKLY;BYDAY=MO"),)))
    assert Series.objects.get().pk == tea.pk


def test_charter_version_is_never_overwritten_when_the_file_says_something_else():
    first = FoundCharter(texts={"purpose": "One"}, drafted_at=make.AT, published_at=make.AT)
    own(replace(OURS, charters=(first,)))
    outcome = own(replace(OURS, name="New", charters=(replace(first, texts={"purpose": "Two"}),)))
    assert [str(problem) for problem in outcome.problems] == [
        "kettles.yaml, charters: version 1 of the charter says something else here"
    ]
    assert (Charter.objects.get().purpose, Community.objects.get().name) == ("One", "Kettles")


def test_charter_version_is_added_when_the_file_has_a_new_one():
    first = FoundCharter(texts={"purpose": "One"}, drafted_at=make.AT, published_at=make.AT)
    own(replace(OURS, charters=(first,)))
    outcome = own(replace(OURS, charters=(first, replace(first, version=2))))
    assert outcome.updated == [("Kettles", ["charters"])]
    assert Charter.objects.count() == 2


def test_person_keeps_the_name_from_here_when_the_file_has_an_older_one():
    own(OURS)
    Person.objects.get().describe(name="Ada Kettle", job_title="")
    assert own(OURS).unchanged == ["Kettles"]


@pytest.mark.parametrize("slug", ["new"])
def test_own_file_is_refused_when_its_address_is_taken_by_a_page(slug):
    outcome = own(replace(OURS, slug=slug))
    assert [problem.field for problem in outcome.problems] == ["slug"]


def test_own_file_is_refused_when_its_group_is_here_under_another_address():
    foreign(KETTLES)
    outcome = own(replace(OURS, source="kubernetes", source_key="sig-kettles"))
    assert [str(problem) for problem in outcome.problems] == [
        "kettles.yaml, source_key: “sig-kettles” of the register is here already, at the address “sig-kettles”"
    ]
