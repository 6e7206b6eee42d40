"""What a roster would change, decided without a database; and units that are probably one."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from mandorla.base.errors import Refused
from mandorla.people.roster.known import Known
from mandorla.people.roster.plan import Plan, decide
from mandorla.people.roster.refused_file import as_csv, refused_csv
from mandorla.people.roster.rows import Entry, Reading
from mandorla.people.roster.units import settle, split_merge, suggestions

ANA = Known(1, "ana@h.example", "11", "Ana", "Lead", True, False, True, 501, ("Sales",))
BEN = Known(2, "ben@h.example", "12", "Ben", "Buyer", True, False, True, 502, ("Sales",))


def entry(number: int = 2, **facts: Any) -> Entry:
    usual = Entry(number, "ana@h.example", "", "Ana", "Lead", ("Sales",), has_left=False)
    return usual._replace(**facts)


def plan(*entries: Entry, people=(ANA,), merges=None, is_whole=True, units=(("Sales",),)) -> Plan:
    return decide(
        Reading(list(entries), []),
        people=people,
        units=units,
        merges=merges or {},
        is_whole=is_whole,
    )


def reasons(made: Plan) -> list[tuple[int, str]]:
    return [(row.number, row.reason) for row in made.refused]


def test_person_is_unchanged_when_the_row_says_what_is_known():
    made = plan(entry())

    assert (made.unchanged, made.is_empty) == ([2], True)


def test_person_is_new_when_nobody_has_the_address_or_number():
    made = plan(entry(), entry(3, email="cleo@h.example", name="Cleo"))

    assert [e.email for e in made.new] == ["cleo@h.example"]


def test_person_is_changed_when_the_row_says_otherwise_and_empty_cells_say_nothing():
    made = plan(entry(name="", job_title="Head", unit=()))

    assert [(c.pk, c.facts) for c in made.changed] == [(1, (("job_title", "Lead", "Head"),))]
    assert made.moved == []


def test_person_is_found_by_number_when_the_address_is_new():
    made = plan(entry(email="ana.m@h.example", employee_number="11"))

    assert made.changed[0].facts == (("email", "ana@h.example", "ana.m@h.example"),)


def test_person_is_moved_when_the_unit_is_another():
    made = plan(entry(unit=("Finance",)))

    assert [(m.before, m.after) for m in made.moved] == [(("Sales",), ("Finance",))]
    assert made.units == [("Finance",)]


def test_person_is_gone_when_absent_from_a_whole_roster_and_not_from_a_part():
    assert [g.pk for g in plan(entry(), people=(ANA, BEN)).gone] == [2]
    assert plan(entry(), people=(ANA, BEN), is_whole=False).gone == []


def test_person_is_not_gone_when_they_were_never_in_a_roster():
    assert plan(entry(), people=(ANA, BEN._replace(is_listed=False))).gone == []


def test_person_is_not_gone_when_their_row_is_refused():
    twice = [
        entry(3, email="ben@h.example", unit=("A",)),
        entry(4, email="ben@h.example", unit=("B",)),
    ]
    made = plan(entry(), *twice, people=(ANA, BEN))

    assert made.gone == []
    assert reasons(made) == [
        (3, "The same person is in A here and in B in row 4."),
        (4, "The same person is in B here and in A in row 3."),
    ]


def test_person_is_gone_when_the_row_says_so_and_passed_over_when_never_known():
    made = plan(entry(has_left=True), entry(3, email="x@h.example", has_left=True))

    assert ([g.pk for g in made.gone], made.left, made.new) == ([1], [3], [])


def test_person_comes_back_when_they_had_left_the_roster():
    left = ANA._replace(is_active=False, is_listed=False)

    assert [c.comes_back for c in plan(entry(), people=(left,)).changed] == [True]


def test_person_stays_inactive_when_somebody_made_them_so_by_hand():
    assert plan(entry(), people=(ANA._replace(is_active=False),)).is_empty


def test_row_is_refused_when_it_says_the_same_person_again():
    made = plan(
        entry(),
        entry(3),
        entry(4, email="", employee_number="7"),
        entry(5, email="", employee_number="7"),
        entry(6, email="z@h.example", employee_number="7"),
    )

    assert reasons(made) == [
        (3, "It is about the same person as row 2."),
        (5, "It is about the same person as row 4."),
        (6, "Row 4 has the same employee number."),
    ]


def test_row_is_refused_when_address_and_number_belong_to_two_people():
    made = plan(entry(employee_number="12"), people=(ANA, BEN))

    assert reasons(made) == [
        (2, "Its e-mail address belongs to Ana and its employee number to Ben.")
    ]
    assert made.gone == []


@pytest.mark.parametrize("order", [1, -1])
def test_row_is_refused_when_it_has_the_old_address_of_somebody_in_another_row(order):
    rows = [
        entry(2, email="ana.new@h.example", employee_number="11"),
        entry(3, email="ana@h.example", employee_number="99", name="Other Ana"),
    ][::order]
    made = plan(*rows)

    assert [c.facts[0][2] for c in made.changed] == ["ana.new@h.example"]
    assert reasons(made) == [(3, "Its e-mail address belongs to Ana, who is in row 2.")]


@pytest.mark.parametrize(("gone", "warned"), [(19, False), (20, True)])
def test_plan_warns_when_many_would_go(gone, warned):
    others = [
        BEN._replace(pk=n, email=f"b{n}@h.example", employee_number="") for n in range(9, 9 + gone)
    ]
    made = plan(entry(), people=(ANA, *others))

    assert (made.empties, len(made.warnings())) == (warned, int(warned))


def test_digest_differs_when_something_else_would_be_written():
    same = plan(entry(job_title="Head")).digest()

    assert plan(entry(job_title="Head")).digest() == same
    assert plan(entry(job_title="Chief")).digest() != same


# --- units ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("DEPT OF FINANCE", "Department of Finance", "the same words"),
        ("Research & Development", "Research and Development Dept.", "the same words"),
        ("Finance and Law", "Law & Finance", "the same words"),
        ("BUS AFFAIRS AND CONSUMER PROT", "Business Affairs & Consumer Protection", "abbreviated"),
        ("Marketng", "Marketing", "spelled alike"),
        ("HR", "Human Resources", "initials"),
        ("Help Desk", "Helpdesk", "the same letters"),
        ("Einkauf", "Einkäuf", "the same words"),
    ],
)
def test_units_are_suggested_when_they_are_probably_one(one, other, why):
    found = suggestions({(one,): 1, (other,): 5}, [])

    assert [(s.source, s.target, s.people, s.target_people, s.why) for s in found] == [
        (one, other, 1, 5, why)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sales East", "Sales West"),
        ("Plant 1", "Plant 2"),
        ("Internal Audit", "External Audit"),
        ("Police Board", "Department of Police"),
        ("营销部", "财务部"),
        ("Office", "Department"),
    ],
)
def test_units_are_not_suggested_when_they_are_different(one, other):
    assert suggestions({(one,): 1, (other,): 1}, []) == []


def test_units_are_suggested_only_beside_each_other_and_not_when_both_are_known():
    assert suggestions({("A", "Finance"): 1, ("B", "Finance Dept"): 1}, []) == []
    assert suggestions({("Finance Dept",): 1}, [("Finance Dept",), ("Finance",)]) == []
    assert suggestions({("Finance Dept",): 9}, [("Finance",)])[0].target == "Finance"


def test_unit_keeps_the_spelling_that_is_known_or_that_most_people_have():
    paths = settle(Counter({("sales",): 1, ("SALES", "emea"): 2, ("SALES", "EMEA"): 3}), [], {})

    assert set(paths.values()) == {("SALES",), ("SALES", "EMEA")}
    assert settle({("sales",): 9}, [("Sales",)], {}) == {("sales",): ("Sales",)}


def test_merge_moves_a_unit_with_all_below_it_and_ends_when_it_goes_in_a_circle():
    counts = {("Dept of Sales", "EMEA"): 1, ("Sales",): 1}

    assert settle(counts, [], {"dept of sales": "Sales"})["Dept of Sales", "EMEA"] == (
        "Sales",
        "EMEA",
    )
    circle = settle({("A",): 1, ("B",): 1}, [], {"A": "B", "B": "A"})
    assert set(circle) == {("A",), ("B",)}
    assert settle({("A",): 1}, [], {"A": "A"}) == {("A",): ("A",)}


def test_merge_finds_a_sibling_when_the_target_is_named_without_its_path():
    counts: dict[tuple[str, ...], int] = {("Ops", "Dept Fin"): 1, ("Ops", "Finance"): 1}

    assert settle(counts, [], {"Ops / Dept Fin": "Finance"})["Ops", "Dept Fin"] == (
        "Ops",
        "Finance",
    )


def test_merge_is_refused_when_a_side_is_missing():
    with pytest.raises(Refused, match="does not say what to merge"):
        split_merge("Finance=")


# --- the file of refused rows -----------------------------------------------------------------


def test_refused_file_holds_no_formula_when_a_row_tries_one():
    text = refused_csv([[2, "Why", '=HYPERLINK("x")', "+1", "@SUM(A1)", " -2"]])

    assert text.splitlines()[1] == """2,Why,"'=HYPERLINK(""x"")",'+1,'@SUM(A1),' -2"""
    assert as_csv(["a"], []).startswith("\ufeff")
