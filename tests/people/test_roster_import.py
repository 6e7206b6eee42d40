"""An import of a roster: looked at, made in one transaction, the same file twice."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.people.models import Person, Placement, RosterEntry, RosterImport, Unit
from mandorla.people.models.roster_writing import Writing
from tests import make

FILES = Path(__file__).parent / "files"
LATER = make.AT + timedelta(days=40)
pytestmark = pytest.mark.django_db


def lines(*rows: str) -> bytes:
    return "\n".join(["email,employee id,name,job title,department,status", *rows, ""]).encode()


ANA = "ana@h.example,1,Ana Marković,Lead,Sales,Active"
BEN = "ben@h.example,2,Ben Okafor,Director,Sales,Active"
CLEO = "cleo@h.example,3,Cleo Aas,Buyer,Dept of Finance,Active"


def imported(data: bytes, *, at=make.AT, **choices) -> RosterImport:
    roster = RosterImport.unsaved(data=data, file_name="staff.csv", by=None, at=at, **choices)
    roster.look()
    roster.import_now(at=at, tell=lambda _share: None)
    return roster


def counts(roster: RosterImport) -> dict[str, int]:
    return {kind: count for kind, count in roster.counts.items() if count}


def looked(data: bytes, **choices) -> dict[str, int]:
    roster = RosterImport.unsaved(data=data, file_name="s.csv", by=None, at=LATER, **choices)
    roster.look()
    return counts(roster)


def places() -> dict[str, str]:
    paths = Unit.objects.paths()
    return {p.person.name: paths[p.unit_id] for p in Placement.objects.current()}


def test_roster_makes_people_units_and_one_event_without_names():
    roster = imported(lines(ANA, BEN, CLEO))

    assert counts(roster) == {"rows": 3, "new": 3, "units": 2}
    assert places() == {
        "Ana Marković": "Sales", "Ben Okafor": "Sales", "Cleo Aas": "Dept of Finance"
    }  # fmt: skip
    ana = Person.objects.get(email="ana@h.example")
    assert (ana.employee_number, ana.job_title, ana.is_active) == ("1", "Lead", True)
    assert not ana.has_usable_password()
    event = Event.objects.get()
    assert (event.verb, event.details["new"]) == ("roster.imported", 3)
    assert event.sentence == "Mandorla imported the roster staff.csv: 3 new, 0 changed, 0 gone."
    assert "Ana" not in repr(event.details)


def test_people_who_are_new_are_found_by_name():
    imported(lines(ANA))

    assert [person.name for person in Person.objects.named_like("markovic")] == ["Ana Marković"]


def test_same_roster_changes_nothing_when_imported_again():
    imported(lines(ANA, BEN, CLEO))

    assert looked(lines(ANA, BEN, CLEO)) == {"rows": 3, "unchanged": 3}


def test_roster_changes_moves_and_ends_when_people_did():
    imported(lines(ANA, BEN, CLEO))
    roster = imported(
        lines(
            "ana@h.example,1,Ana Marković-Lund,Lead,Finance,Active",
            "ben@h.example,2,Ben Okafor,Director,Sales,Terminated",
        ),
        at=LATER,
    )

    assert counts(roster) == {
        "rows": 2, "changed": 1, "moved": 1, "touched": 1, "gone": 2, "units": 1
    }  # fmt: skip
    assert places() == {"Ana Marković-Lund": "Finance"}
    before, now = Placement.objects.filter(person__email="ana@h.example").order_by("pk")
    assert (before.until_on, now.since_on) == (LATER.date(), LATER.date())
    assert Person.objects.filter(is_active=True).count() == 3


def test_people_who_are_gone_become_inactive_only_when_told_and_never_program_managers():
    imported(lines(ANA, BEN, CLEO))
    Person.objects.filter(email="ben@h.example").update(is_program_manager=True)
    imported(lines(ANA), at=LATER, ends_accounts=True)

    active = Person.objects.filter(is_active=True).order_by("pk")
    assert [person.name for person in active] == ["Ana Marković", "Ben Okafor"]
    imported(lines(ANA, CLEO), at=LATER)
    assert Person.objects.get(email="cleo@h.example").is_active


def test_nobody_is_gone_when_the_file_lists_a_part():
    imported(lines(ANA, BEN))

    assert looked(lines(CLEO), is_whole=False) == {"rows": 1, "new": 1, "units": 1}


def test_unit_of_the_file_goes_into_the_other_one_now_and_later_when_merged():
    make.unit("Department of Finance")
    imported(lines(CLEO), merges={"Dept of Finance": "Department of Finance"})

    assert places() == {"Cleo Aas": "Department of Finance"}
    assert looked(lines(CLEO)) == {"rows": 1, "unchanged": 1}
    assert looked(lines(CLEO), merges={"Dept of Finance": "Dept of Finance"})["moved"] == 1


def test_columns_are_used_as_chosen_now_and_later():
    data = b"email;Kostenstelle\nana@h.example;Lager\n"
    imported(data, chosen={"Kostenstelle": "unit"})

    assert places() == {"ana@h.example": "Lager"}
    assert looked(data) == {"rows": 1, "unchanged": 1}


def test_name_stays_when_the_file_has_none():
    imported(lines(ANA))

    assert looked(b"employee id,department\n1,Sales\n") == {"rows": 1, "unchanged": 1}


def test_address_leads_to_nobody_else_when_it_changed():
    from allauth.account.models import EmailAddress

    imported(lines(ANA))
    ana = Person.objects.get()
    EmailAddress.objects.create(user=ana, email="ana@h.example", verified=True, primary=True)
    imported(lines(ANA.replace("ana@", "ana.lund@")), at=LATER)

    assert (Person.objects.get().email, EmailAddress.objects.count()) == ("ana.lund@h.example", 0)


def test_nothing_is_left_when_writing_fails(monkeypatch):
    roster = RosterImport.unsaved(data=lines(ANA, BEN), file_name="s.csv", by=None, at=make.AT)
    roster.look()

    def fail(share: float) -> None:
        if share > 0.9:
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        roster.import_now(at=make.AT, tell=fail)
    models = (Person, Placement, Unit, RosterEntry, Event, RosterImport)
    assert [model.objects.count() for model in models] == [0] * 6


def test_waiting_import_says_why_when_writing_fails():
    karin = make.program_manager()
    roster = RosterImport.receive(data=lines(ANA), file_name="s.csv", by=karin, at=make.AT)
    roster.start(by=karin, at=make.AT)

    def fail(_share: float) -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        roster.apply(at=make.AT, tell=fail)
    roster.refresh_from_db()
    assert (roster.state, roster.sentence) == (
        "failed",
        "Something went wrong. Nothing was imported.",
    )
    assert Person.objects.count() == 1


def test_import_is_stale_when_people_changed_after_it_was_shown():
    karin = make.program_manager()
    roster = RosterImport.receive(data=lines(ANA), file_name="s.csv", by=karin, at=make.AT)
    make.person("Ana", email="ana@h.example")
    roster.start(by=karin, at=make.AT)

    with pytest.raises(Stale, match="have changed since the changes were shown"):
        roster.apply(at=make.AT, tell=lambda _share: None)
    assert RosterImport.objects.get().state == "failed"
    with pytest.raises(Stale, match="has moved on"):
        roster.start(by=karin, at=make.AT)


def test_file_is_gone_when_the_import_is_done_dropped_or_replaced():
    karin = make.program_manager()
    first = RosterImport.receive(data=lines(ANA), file_name="1.csv", by=karin, at=make.AT)
    second = RosterImport.receive(data=lines(ANA), file_name="2.csv", by=karin, at=make.AT)
    second.start(by=karin, at=make.AT)
    second.apply(at=make.AT, tell=lambda _share: None)

    for roster in (first, second):
        roster.refresh_from_db()
        assert (roster.packed, roster.samples) == (None, {})
    assert (first.state, second.state) == ("dropped", "done")
    with pytest.raises(Refused, match="no longer kept"):
        second.plan()


def test_stored_import_holds_nothing_private():
    karin = make.program_manager()
    data = (FILES / "hris.csv").read_bytes()
    roster = RosterImport.receive(data=data, file_name="hris.csv", by=karin, at=make.AT)
    roster.refresh_from_db()

    stored = repr([roster.kept.reading(), *(getattr(roster, f.name) for f in roster._meta.fields)])
    secrets = re.findall(rb"\d+\.\d\d\b|\d{4}-\d\d-\d\d", data)
    assert len(secrets) > 15
    birth_and_pay = {s.decode() for s in secrets} - {"2015-04-01"}
    dates_of_hiring = set(re.findall(r"20\d\d-\d\d-\d\d", data.decode()))
    assert {s for s in birth_and_pay - dates_of_hiring if s in stored} == set()


def test_stuck_import_can_be_looked_at_and_started_again():
    karin = make.program_manager()
    roster = RosterImport.receive(data=lines(ANA), file_name="s.csv", by=karin, at=make.AT)
    roster.start(by=karin, at=make.AT)
    again: dict[str, Any] = {"chosen": {}, "merges": {}, "is_whole": True, "ends_accounts": False}

    with pytest.raises(Stale):
        roster.prepare(**again, at=make.AT)
    roster.prepare(**again, at=LATER)
    roster.start(by=karin, at=LATER)
    roster.apply(at=LATER, tell=lambda _share: None)
    assert Person.objects.filter(email="ana@h.example").exists()


def test_roster_is_written_in_as_many_queries_for_three_as_for_thirty(
    django_assert_num_queries,
):
    def write(count: int, queries: int) -> None:
        rows = [f"p{count}.{n}@h.example,,Person {n},Buyer,Sales,Active" for n in range(count)]
        roster = RosterImport.unsaved(
            data=lines(*rows), file_name="s.csv", by=None, at=make.AT, is_whole=False
        )
        plan = roster.plan()
        with django_assert_num_queries(queries):
            Writing(plan, on=make.AT.date(), at=make.AT, tell=lambda _share: None).write(
                ends_accounts=False
            )

    make.unit("Sales")
    write(3, 4)
    write(30, 4)
