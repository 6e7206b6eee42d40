from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mandorla.base.models import Event
from mandorla.communities.models import Charter, Community, Membership
from mandorla.people.models import Person
from mandorla.register.found import (
    FoundCharter,
    FoundCommunity,
    FoundPerson,
    FoundRegister,
    FoundSeat,
)
from mandorla.register.intake import rehearse, take_in
from mandorla.register.readers import read_register
from tests import make
from tests.register.kettles import ADA, CHAIR, KETTLES

pytestmark = pytest.mark.django_db
FILES = Path(__file__).with_name("files")
LATER = make.AT + timedelta(days=30)


def foreign(*communities: FoundCommunity):
    return take_in(FoundRegister("kubernetes", communities), by=None, at=LATER)


def seats_of(community: Community) -> list[tuple[str, str, bool]]:
    return sorted(
        community.memberships.values_list("person__name", "title", "former"),
    )


def test_register_is_here_when_it_was_taken_in():
    outcome = foreign(KETTLES)
    community = Community.objects.get(slug="sig-kettles")
    charter = community.charters.get()
    assert (outcome.written, outcome.people, outcome.problems) == (["Kettles"], 2, [])
    assert seats_of(community) == [
        ("Ada Teapot", "chair", False),
        ("Bob Before", "emeritus lead", True),
    ]
    assert community.memberships.get(title="chair").employer == "Boilers Ltd"
    assert (charter.version, charter.state, charter.purpose) == (1, "published", "Hot water")
    assert list(charter.signatures.all()) == []
    assert community.series.get().rule == "FREQ=WEEKLY;BYDAY=TU"
    assert [event.sentence for event in Event.objects.within(community)] == [
        "Mandorla entered Kettles from the Kubernetes register."
    ]


def test_register_changes_nothing_when_it_is_taken_in_again():
    foreign(KETTLES)
    events = Event.objects.count()
    outcome = foreign(KETTLES)
    assert (outcome.written, outcome.updated, outcome.unchanged) == ([], [], ["Kettles"])
    assert Event.objects.count() == events


def test_register_leaves_alone_what_people_did_here_when_it_is_the_same():
    foreign(KETTLES)
    community = Community.objects.get()
    community.describe(
        name="Hot kettles", purpose="Ours", joining="ask", unit=None, by=make.person(), at=LATER
    )
    Membership.appoint(community=community, person=make.person(), role="core", by=None, at=LATER)
    assert foreign(KETTLES).unchanged == ["Kettles"]
    community.refresh_from_db()
    assert (community.name, community.memberships.count()) == ("Hot kettles", 3)


def test_register_brings_up_to_date_when_it_says_something_new():
    foreign(KETTLES)
    carla = FoundSeat(FoundPerson("Carla", handle="carla"), "leader", "chair")
    new = replace(
        KETTLES,
        purpose="Keeps water very hot.",
        seats=(carla, replace(CHAIR, title="emeritus lead", employer="", former=True)),
        series=(
            replace(KETTLES.series[0], rule="FREQ=WEEKLY;BYDAY=WE", found_text="weekly, Wednesday"),
        ),
        charters=(FoundCharter(texts={"purpose": "Hotter water"}),),
    )
    outcome = foreign(new)
    community = Community.objects.get()
    assert outcome.updated == [("Kettles", ["purpose", "found", "members", "series", "charter"])]
    assert community.purpose == "Keeps water very hot."
    assert seats_of(community) == [
        ("Ada Teapot", "chair", True),
        ("Ada Teapot", "emeritus lead", True),
        ("Bob Before", "emeritus lead", True),
        ("Carla", "chair", False),
    ]
    assert community.series.get().rule == "FREQ=WEEKLY;BYDAY=WE"
    assert [charter.purpose for charter in community.charters.order_by("version")] == [
        "Hot water",
        "Hotter water",
    ]
    assert foreign(new).unchanged == ["Kettles"]


def test_register_says_so_when_it_meets_what_was_changed_here():
    foreign(KETTLES)
    community = Community.objects.get()
    community.describe(
        name="Kettles", purpose="Ours", joining="open", unit=None, by=make.person(), at=LATER
    )
    Charter.draft(community=community, by=None, at=LATER)
    outcome = foreign(
        replace(KETTLES, purpose="New", charters=(FoundCharter(texts={"purpose": "Newer"}),))
    )
    community.refresh_from_db()
    assert community.purpose == "Ours"
    assert community.charters.count() == 2
    assert outcome.notes == [
        "Kettles: “purpose” was changed here, so the register's is left out",
        "Kettles: the charter text is new, and left out while a draft is written here",
    ]


def test_closed_group_keeps_its_reason_when_the_register_archives_it():
    foreign(KETTLES)
    foreign(replace(KETTLES, status="closed", closing_reason="Cold."))
    community = Community.objects.get()
    assert (community.status, community.closing_reason) == ("closed", "Cold.")


def test_nothing_is_kept_when_it_is_a_rehearsal():
    outcome = rehearse(FoundRegister("kubernetes", (KETTLES,)), by=None, at=LATER)
    assert outcome.written == ["Kettles"]
    assert (Community.objects.count(), Person.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_person_is_one_when_registers_name_them_in_different_ways():
    foreign(
        replace(KETTLES, seats=(FoundSeat(FoundPerson("A.", handle="ADA-T"), "leader", "chair"),)),
        replace(KETTLES, slug="b", source_key="b", seats=(CHAIR,)),
    )
    openstack = replace(
        KETTLES, source="openstack", seats=(FoundSeat(replace(ADA, handle=""), "leader"),)
    )
    take_in(FoundRegister("openstack", (openstack,)), by=None, at=LATER)
    person = Person.objects.get()
    assert (person.handle, person.email) == ("ADA-T", "ada@example.org")
    assert person.memberships.count() == 3


def test_address_goes_to_one_when_two_handles_claim_it():
    twin = FoundPerson("Twin", "ada@example.org", handle="twin")
    outcome = foreign(replace(KETTLES, seats=(CHAIR, FoundSeat(twin, "leader", "chair"))))
    assert outcome.problems == []
    assert sorted(Person.objects.values_list("handle", "email")) == [
        ("ada-t", "ada@example.org"),
        ("twin", None),
    ]


@pytest.mark.parametrize("source", ["kubernetes", "rust", "openstack"])
def test_small_register_is_whole_and_stays_the_same_when_taken_in_twice(source):
    register = read_register(source, FILES / source)
    outcome = take_in(register, by=None, at=make.AT)
    assert len(outcome.written) == len(register.communities)
    assert outcome.problems == list(register.problems)
    again = take_in(register, by=None, at=LATER)
    assert (again.written, again.updated) == ([], [])
    assert len(again.unchanged) == len(register.communities)


def test_changed_file_updates_one_group_when_the_rest_is_the_same(tmp_path):
    root = tmp_path / "register"
    shutil.copytree(FILES / "kubernetes", root)
    take_in(read_register("kubernetes", root), by=None, at=make.AT)
    path = root / "sig-kettles" / "charter.md"
    path.write_text(
        path.read_text(encoding="utf-8") + "\n## Exit Criteria\n\nNever.\n", encoding="utf-8"
    )
    outcome = take_in(read_register("kubernetes", root), by=None, at=LATER)
    assert outcome.updated == [("Kettles", ["found", "charter"])]
    assert len(outcome.unchanged) == 3
    newest = Charter.objects.filter(community__slug="sig-kettles").order_by("-version")[0]
    assert (newest.version, newest.end_condition) == (2, "Never.")
