"""Taking a strategy in from a file: what would change first, every problem named, all or nothing."""

from __future__ import annotations

from datetime import date

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.people.models import Person
from mandorla.strategy.intake import take_in
from mandorla.strategy.models import Objective
from mandorla.strategy.plan import read_plan
from tests import make
from tests.strategy.files import found, plan, told, wrong

pytestmark = pytest.mark.django_db

STRATEGY = """\
Answer within a day,operation,Grow in service,H17,2026-01-01,31.12.2026,Every request
Grow in service,,,ben@halden.example,2026,2027,
Phone,operation,Grow in service > Answer within a day,,,,
"""


@pytest.fixture
def karin() -> Person:
    return make.program_manager()


@pytest.fixture(autouse=True)
def _people() -> None:
    make.person("Ben", email="ben@halden.example")
    make.person("Ana", employee_number="H17")


def import_all(text: str, *, by: Person) -> None:
    take_in(found(text), leave_out=False, by=by, at=make.AT)


def test_new_objectives_are_shown_then_there_in_any_order_of_rows(karin):
    assert told(plan(STRATEGY)) == [
        "2 new Grow in service > Answer within a day",
        "3 new Grow in service",
        "4 new Grow in service > Answer within a day > Phone",
    ]
    assert not Objective.objects.exists()

    import_all(STRATEGY, by=karin)

    grow, answer = Objective.objects.get(parent=None), Objective.objects.get(description__gt="")
    assert (str(grow.owner), grow.kind) == ("Ben", "objective")
    assert (grow.starts_on, grow.ends_on) == (date(2026, 1, 1), date(2027, 12, 31))
    assert (answer.parent, str(answer.owner), answer.kind) == (grow, "Ana", "operation")
    assert (answer.starts_on, answer.ends_on) == (date(2026, 1, 1), date(2026, 12, 31))
    assert sorted(event.plain_sentence for event in Event.objects.by_person(karin)) == [
        "Karin Lindqvist added the objective Grow in service.",
        "Karin Lindqvist added the operation Answer within a day.",
        "Karin Lindqvist added the operation Phone.",
    ]


def test_file_a_second_time_changes_nothing(karin):
    import_all(STRATEGY, by=karin)
    before, events = list(Objective.objects.order_by("pk").values()), Event.objects.count()

    assert plan(STRATEGY).changes_nothing
    import_all(STRATEGY, by=karin)

    assert list(Objective.objects.order_by("pk").values()) == before
    assert Event.objects.count() == events


def test_what_differs_is_changed_and_what_is_empty_says_nothing(karin):
    import_all(STRATEGY, by=karin)
    text = "ANSWER within a day,,,ben@halden.example,,2025-12-31,\nPhone,,,,,,\n"

    assert wrong(plan(text)) == ["row 2, column ends: It cannot end before it starts."]
    text = text.replace("2025-12-31", "2026-06-30")
    assert told(plan(text)) == [
        "2 changed Grow in service > ANSWER within a day the name, the owner, the period",
        "3 same Grow in service > ANSWER within a day > Phone",
    ]
    import_all(text, by=karin)

    answer = Objective.objects.get(name="ANSWER within a day")
    assert (answer.description, str(answer.owner)) == ("Every request", "Ben")
    assert answer.ends_on == date(2026, 6, 30)


def test_objective_moves_when_the_file_puts_it_elsewhere(karin):
    import_all(STRATEGY, by=karin)
    swapped = "Phone,,Grow in service,,,,\nAnswer within a day,,Phone,,,,\n"

    assert told(plan(swapped)) == [
        "2 changed Grow in service > Phone its place",
        "3 changed Grow in service > Phone > Answer within a day its place",
    ]
    import_all(swapped, by=karin)

    assert max(Objective.objects.paths().values()) == (
        "Grow in service > Phone > Answer within a day"
    )


def test_same_name_in_two_places_is_told_apart_by_the_path(karin):
    text = "Sales,,,,,,\nService,,,,,,\nQuality,,Sales,,,,\nQuality,,Service,,,,\n"
    import_all(text, by=karin)

    assert told(plan(text))[2:] == ["4 same Sales > Quality", "5 same Service > Quality"]
    assert wrong(plan(text + "Speed,,Quality,,,,\n")) == [
        (
            "row 6, column parent: “Quality” is the name of several. "
            "Write the path, as “Above > Quality”."
        )
    ]
    assert told(plan("Speed,,service > QUALITY,,,,\n")) == ["2 new Service > Quality > Speed"]


def test_name_with_an_arrow_is_a_name_when_there_is_one(karin):
    import_all("From > to,,,,,,\n", by=karin)

    assert told(plan("Part,,From > to,,,,\n")) == ["2 new From > to > Part"]


@pytest.mark.parametrize(
    ("rows", "sentences"),
    [
        (",objective,,,,,", ["row 2, column name: It has no name."]),
        (f"{'x' * 121},,,,,,", ["row 2, column name: The name is longer than 120 characters."]),
        (
            "\u202eGrow,,,,,,",
            ["row 2, column name: Write it in one line, in letters that can be seen."],
        ),
        (
            "Grow,dream,,,,,",
            ["row 2, column kind: “dream” is neither “objective” nor “operation”."],
        ),
        (
            "Grow,,,who@else.example,,,",
            [
                (
                    "row 2, column owner: Nobody here has the address or employee number "
                    "“who@else.example”."
                )
            ],
        ),
        (
            "Grow,,,gone@halden.example,,,",
            ["row 2, column owner: The account of Gone is not active."],
        ),
        (
            "Grow,,Nowhere,,,,",
            ["row 2, column parent: There is no “Nowhere”, neither in the file nor here."],
        ),
        (
            "Grow,,Elsewhere > Known,,,,",
            [
                "row 2, column parent: There is no “Elsewhere > Known”, neither in the file nor here."
            ],
        ),
        (
            "Grow,,Old,,,,",
            ["row 2, column parent: “Old” is retired, so nothing new can be a part of it."],
        ),
        (
            "Old,,,,,,",
            ["row 2, column name: “Old” is retired. Resume it first, or take the row out."],
        ),
        ("Grow,,Grow,,,,", ["row 2, column parent: It would be a part of itself."]),
        (
            "Known,,Part,,,,",
            ["row 2, column parent: It would be a part of itself."],
        ),
        (
            "A,,C,,,,\nB,,A,,,,\nC,,B,,,,",
            [f"row {n}, column parent: It would be a part of itself." for n in (2, 3, 4)],
        ),
        (
            "Grow,,,,1/2/2026,,",
            ["row 2, column starts: “1/2/2026” is not a day. Write it as 2026-03-31."],
        ),
        (
            "Grow,,,,,2026-02-30,",
            ["row 2, column ends: There is no such day as “2026-02-30”."],
        ),
        ("Grow,,,,2027,2026,", ["row 2, column ends: It cannot end before it starts."]),
        (
            "Grow,,,,,,\ngrow,,,,,,",
            ["row 3, column name: Row 2 is called “Grow” in the same place."],
        ),
        (
            "Part,,,,,,\nPart,,Known,,,,\nPart,,KNOWN,,,,",
            [
                "row 4, column name: Row 3 is called “Part” in the same place.",
            ],
        ),
        (
            "Grow,dream,,,,,\nPiece,,Grow,,,,",
            [
                "row 2, column kind: “dream” is neither “objective” nor “operation”.",
                "row 3, column parent: What it is a part of, in row 2, cannot be used.",
            ],
        ),
        (
            "Grow,,,,,,,oops",
            ["row 2, column name: The row has more values than there are headings."],
        ),
        (
            f"Grow,,,,,,{'x' * 5001}",
            [
                (
                    "row 2, column description: "
                    "The description is longer than 5000 characters, or no text."
                )
            ],
        ),
        (
            "1,,,,,,\n2,,1,,,,\n3,,2,,,,\n4,,3,,,,\n5,,4,,,,\n6,,5,,,,\n7,,6,,,,",
            ["row 8, column parent: The strategy would be more than 6 levels deep."],
        ),
    ],
)
def test_problem_is_named_by_row_and_column_and_stops_everything(karin, rows, sentences):
    make.person("Gone", email="gone@halden.example", is_active=False)
    make.objective("Part", parent=make.objective("Known"))
    make.objective("Old").retire(by=karin, at=make.AT)
    before = list(Objective.objects.order_by("pk").values())

    assert wrong(plan(rows + "\nFine,,,,,,\n")) == sentences
    with pytest.raises(Refused, match="Not every row can be used"):
        import_all(rows + "\nFine,,,,,,\n", by=karin)

    assert list(Objective.objects.order_by("pk").values()) == before


def test_named_rows_are_left_out_when_somebody_chooses_so(karin):
    text = "Grow,dream,,,,,\nPiece,,Grow,,,,\nSave,,,,,,\n"

    done = take_in(found(text), leave_out=True, by=karin, at=make.AT)

    assert ([change.path for change in done.new], done.wrong_rows) == (["Save"], 2)
    assert [made.name for made in Objective.objects.all()] == ["Save"]


def test_leaving_a_row_out_makes_no_circle_of_the_others(karin):
    make.objective("Lower", parent=make.objective("Upper"))
    text = "Lower,dream,Fresh,,,,\nUpper,,Lower,,,,\nFresh,,,,,,\n"

    assert wrong(plan(text)) == [
        "row 2, column kind: “dream” is neither “objective” nor “operation”.",
        "row 3, column parent: It would be a part of itself.",
    ]
    take_in(found(text), leave_out=True, by=karin, at=make.AT)

    assert sorted(Objective.objects.paths().values()) == ["Fresh", "Upper", "Upper > Lower"]


def test_owner_who_left_may_stay_the_owner():
    gone = make.person("Gone", email="gone@halden.example", is_active=False)
    make.objective("Grow", owner=gone)

    assert told(plan("Grow,,,gone@halden.example,,,\n")) == ["2 same Grow"]


def test_import_is_refused_when_it_would_change_something_else_than_was_shown(karin):
    shown = plan("Grow,operation,,,,,\n").digest
    make.objective("Grow")

    with pytest.raises(Stale, match="changed in the meantime"):
        take_in(found("Grow,operation,,,,,\n"), leave_out=False, shown=shown, by=karin, at=make.AT)

    assert Objective.objects.get().kind == "objective"


def test_plan_of_many_rows_costs_two_queries(django_assert_num_queries):
    text = "Top,,,,,,\n" + "".join(f"Part {n},,Top,H17,,,\n" for n in range(500))
    read = found(text)

    with django_assert_num_queries(2):
        assert len(read_plan(read).new) == 501
