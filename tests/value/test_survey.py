"""Reading a survey of one's own: what counts, and every way in which a file can be wrong."""

from __future__ import annotations

import io

import openpyxl
import pytest

from mandorla.value.survey.measured import measured
from mandorla.value.survey.read import SurveyFile, read_survey
from tests.value.surveys import ITEMS, P, Q, picks_csv, points_csv, survey, told

ORGANIZATION = points_csv(P)
HEAD = "respondent," + ",".join(ITEMS)
PICK = "a;b,a,b"


def test_survey_is_measured_when_both_sides_gave_points():
    found = survey(ORGANIZATION, points_csv(*[Q] * 6))
    figures = measured(found, seed=0).figures
    assert found.problems == ()
    assert figures.overlap == pytest.approx(0.6)
    assert figures.tau_b == pytest.approx(-0.0714286, abs=1e-7)
    assert [item.item for item in figures.items] == list(ITEMS)
    assert figures.items[0].tension == pytest.approx(0.3)


def test_items_are_matched_by_name_and_keep_the_order_of_the_organization():
    backwards = tuple(f"  {item.upper()} " for item in ITEMS[::-1])
    found = survey(ORGANIZATION, points_csv(*[Q[::-1]] * 6, items=backwards))
    assert found.problems == ()
    assert found.items == ITEMS
    assert measured(found, seed=0).figures.overlap == pytest.approx(0.6)


def test_sides_may_weigh_by_different_methods():
    for pair in ((ORGANIZATION, picks_csv(6)), (picks_csv(6), points_csv(*[Q] * 6))):
        found = survey(*pair)
        assert found.problems == ()
        assert set(found.items) == set(ITEMS)
        assert measured(found, seed=0).figures.respondents == 6


def test_picks_count_how_often_an_item_was_best_and_worst():
    found = survey(ORGANIZATION, picks_csv(1))
    assert found.members is not None
    (row,) = found.members.rows
    assert row.best == (2, 1, 0, 1, 0, 0)
    assert row.worst == (0, 0, 1, 0, 1, 2)
    assert row.shown == (2,) * 6


def test_rating_of_what_is_delivered_may_be_empty():
    text = f"{HEAD},Delivery: {ITEMS[1].lower()}\nr1,40,25,15,10,10,0,7\nr2,40,25,15,10,10,0,\n"
    found = survey(text, points_csv(*[Q] * 5))
    assert found.problems == ()
    assert found.organization is not None
    assert [row.delivery[:2] for row in found.organization.rows] == [(None, 7), (None, None)]
    assert measured(found, seed=0).figures.items[1].organization_delivery == 7


def test_points_may_be_decimal_when_they_make_100():
    third = (33.33, 33.33, 33.34, 0, 0, 0)
    german = "\ufeff" + HEAD.replace(",", ";") + "\nr1;33,33;33,33;33,33;0;0;0\n"
    assert survey(points_csv(third), german).problems == ()


def test_excel_file_reads_like_a_csv():
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["respondent", *ITEMS], ["r1", *P]):
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    found = read_survey(
        organization=SurveyFile("o.xlsx", data.getvalue()),
        members=SurveyFile("m.csv", points_csv(Q).encode("utf-16")),
    )
    assert found.problems == ()
    assert found.organization is not None
    assert found.organization.rows[0].points == P


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        (points_csv((10, 20, 30, 5, 15, 19)), "m.csv, row 2, column “Faster roll-out … A network across units”: The points make 99 together, and not 100."),
        (points_csv((10, 20, 30, -5, 25, 20)), "m.csv, row 2, column “Support in a hard role”: -5 is less than 0."),
        (points_csv((10, 20, 30, "−5", 25, 20)), "m.csv, row 2, column “Support in a hard role”: -5 is less than 0."),
        (points_csv((10, "", 30, 5, 35, 20)), "m.csv, row 2, column “Fewer repeat errors”: The points are missing; write 0 for none."),
        (points_csv((10, "many", 30, 5, 35, 20)), "m.csv, row 2, column “Fewer repeat errors”: “many” is no number."),
        (points_csv((10, "nan", 30, 5, 35, 20)), "m.csv, row 2, column “Fewer repeat errors”: “nan” is no number."),
        (points_csv((10, "1e1", 30, 5, 35, 20)), "m.csv, row 2, column “Fewer repeat errors”: “1e1” is no number."),
        (f"{HEAD}\nr1,10,20,30,5,15\n", "m.csv, row 2, column “A network across units”: The points are missing; write 0 for none."),
        (f"{HEAD}\nr1,10,20,30,5,15,20,7\n", "m.csv, row 2: The row has more values than there are headings."),
        (f"{HEAD}\n\nR1,10,20,30,5,15,20\n r1 ,10,20,30,5,15,20\n", "m.csv, row 4, column “respondent”: “r1” answers in row 3 already."),
        (f"{HEAD},delivery: {ITEMS[0]}\nr1,10,20,30,5,15,20,11\n", "m.csv, row 2, column “delivery: Faster roll-out”: “11” is no whole number from 0 to 10."),
        (f"{HEAD},delivery: {ITEMS[0]}\nr1,10,20,30,5,15,20,7.5\n", "m.csv, row 2, column “delivery: Faster roll-out”: “7.5” is no whole number from 0 to 10."),
    ],
)  # fmt: skip
def test_row_of_points_is_named_when_it_is_wrong(members, sentence):
    found = survey(ORGANIZATION, f"{members}good,10,20,30,5,15,20{',' * ('delivery' in members)}\n")
    assert told(found) == [sentence]
    assert (found.can_leave_out, found.left_out) == (True, 1)
    assert found.members is not None
    assert found.members.rows[-1].respondent == "good"


def _picks(first: str) -> str:
    """A good row of picks with another first screen."""
    rest = picks_csv(1).splitlines()[1].split(",")[4:]
    return picks_csv(1, wrong=",".join(["bad", first, *rest]))


@pytest.mark.parametrize(
    ("screen", "sentences"),
    [
        (f"{ITEMS[0]};{ITEMS[1]};{ITEMS[2]},{ITEMS[0]},{ITEMS[0]}", ["column “worst 1”: The best of the screen cannot be the worst, too."]),
        (f"{ITEMS[0]};{ITEMS[1]},{ITEMS[0]},{ITEMS[2]}", ["column “worst 1”: “A common way of working” is not on its screen."]),
        (f"{ITEMS[0]};{ITEMS[1]},,{ITEMS[1]}", ["column “best 1”: The pick is missing."]),
        (f"{ITEMS[0]};{ITEMS[1]};{ITEMS[0]},{ITEMS[0]},{ITEMS[1]}", ["column “shown 1”: “Faster roll-out” is twice on the screen."]),
        (f"{ITEMS[0]};{ITEMS[1]};Tea,{ITEMS[0]},{ITEMS[1]}", ["column “shown 1”: o.csv has no item “Tea”."]),
        (f"{ITEMS[0]},{ITEMS[0]},", ["column “shown 1”: A screen shows two items or more, with a semicolon between them.", "column “worst 1”: The pick is missing."]),
        (",,", ["column “shown 1”: The screen is missing: it does not say what it showed.", "column “best 1”: The pick is missing.", "column “worst 1”: The pick is missing."]),
    ],
)  # fmt: skip
def test_row_of_picks_is_named_when_it_is_wrong(screen, sentences):
    found = survey(ORGANIZATION, _picks(screen))
    assert told(found) == [f"m.csv, row 3, {sentence}" for sentence in sentences]
    assert (found.can_leave_out, found.left_out) == (True, 1)


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ("", "m.csv: The file is empty."),
        ("\ufeff \r\n\r\n", "m.csv: The file is empty."),
        (f"{HEAD}\n", "m.csv: Below the headings there is no answer."),
        ("r1,10,20,30,5,15,20\nr2,10,20,30,5,15,20\n", "m.csv, row 1, column “B”: This is a number. The first row has to name the items; add a row of headings."),
        (f"{HEAD},Tea\nr1,10,20,30,5,15,20,0\n", "m.csv, row 1, column “Tea”: o.csv has no such item."),
        (f"{HEAD},delivery: Tea\nr1,10,20,30,5,15,20,0\n", "m.csv, row 1, column “delivery: Tea”: o.csv has no such item."),
        (f"{HEAD},\nr1,10,20,30,5,15,20,0\n", "m.csv, row 2: The row has more values than there are headings."),
        (f"{HEAD.replace('respondent', '')}\nr1,10,20,30,5,15,20\n", "m.csv, row 1, column “A”: The column holds something but has no heading."),
        (f"{HEAD},faster ROLL-OUT\nr1,10,20,30,5,15,20,0\n", "m.csv, row 1, column “faster ROLL-OUT”: There are two columns for this: B and H."),
        (f"respondent,{HEAD}\nr1,r1,10,20,30,5,15,20\n", "m.csv, row 1, column “respondent”: There are two columns for this: A and B."),
        (HEAD.rsplit(",", 1)[0] + "\nr1,30,20,30,5,15\n", "m.csv, row 1, column “A network across units”: There is no column for this item, which o.csv has."),
        (picks_csv(2).replace("worst 2", ""), "m.csv, row 1, column “G”: The column holds something but has no heading."),
        (picks_csv(2).replace("respondent", "Tea"), "m.csv, row 1, column “Tea”: Beside screens there are only the columns “respondent” and “delivery: …”."),
        (picks_csv(2).replace(ITEMS[5], ITEMS[3], 0) + 'x"y,\n', "m.csv, row 4, column “shown 1”: The screen is missing: it does not say what it showed."),
        (f'{HEAD}\nr1,"10,20,30,5,15,20\n', "m.csv: Row 2 cannot be read: a quotation mark is probably opened and not closed."),
    ],
)  # fmt: skip
def test_file_is_refused_with_the_place_when_it_is_no_survey(members, sentence):
    assert told(survey(ORGANIZATION, members))[0] == sentence


@pytest.mark.parametrize("data", [b"\x81\x8d\x8f", "tea".encode("utf-16-le"), b"\x89PNG\0"])
def test_file_is_refused_when_it_is_no_text(data):
    found = read_survey(
        organization=SurveyFile("o.csv", ORGANIZATION.encode()), members=SurveyFile("m.csv", data)
    )
    assert told(found) == ["m.csv: This file is no text. Send a CSV or an Excel file (.xlsx)."]
    assert not found.can_leave_out


def test_heading_cannot_be_left_out_with_a_row():
    found = survey(ORGANIZATION, points_csv(Q).replace(ITEMS[0], "Tea"))
    assert [(problem.row, problem.stops) for problem in found.problems] == [(1, True), (1, True)]
    assert not found.can_leave_out


def test_screens_are_refused_when_nobody_was_shown_an_item():
    found = survey(points_csv((*P, 0), items=(*ITEMS, "Tea")), picks_csv(6))
    assert told(found) == ["m.csv: Nobody was shown “Tea”."]
    assert not found.can_leave_out


def test_survey_is_refused_when_no_row_is_left():
    found = survey(ORGANIZATION, points_csv((1, 2, 3, 4, 5, 6)))
    assert told(found)[1:] == ["m.csv: There is no row that can be used."]
    assert not found.can_leave_out


@pytest.mark.parametrize(("text", "count"), [("Tea\n60\n", 1), ("respondent\nr1\n", 0)])
def test_survey_is_refused_when_there_is_one_item_or_none(text, count):
    found = survey(text, text)
    assert f"o.csv: A survey weighs 2 to 100 items; here are {count}." in told(found)
    assert not found.can_leave_out


def test_screens_are_numbered_from_1_to_99():
    found = survey(ORGANIZATION, picks_csv(6).replace("shown 4", "shown 100"))
    assert told(found)[:2] == [
        "m.csv, row 1, column “shown 4”: Screen 4 lacks this column.",
        "m.csv, row 1, column “shown 100”: Beside screens there are only the columns “respondent” and “delivery: …”.",
    ]


def test_items_have_to_be_those_of_the_community_when_they_are_given():
    found = survey(ORGANIZATION, points_csv(Q), (*ITEMS[:5], "Tea"))
    assert told(found) == [
        f"{file}.csv, row 1, column “{item}”: {what}"
        for file in "om"
        for item, what in (
            (ITEMS[5], "Welding has no such item."),
            ("Tea", "There is no column for this item, which Welding has."),
        )
    ]


def test_files_are_told_apart_when_they_have_the_same_name():
    found = read_survey(organization=SurveyFile("a.csv", b""), members=SurveyFile("a.csv", b""))
    assert told(found) == [
        "a.csv (organization): The file is empty.",
        "a.csv (members): The file is empty.",
    ]


def test_one_item_may_have_all_points_of_a_survey():
    assert survey(points_csv(P), points_csv((100, 0, 0, 0, 0, 0))).problems == ()
