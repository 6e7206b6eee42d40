"""Attendance files of Microsoft Teams: all its layouts, and what people do to the files."""

from __future__ import annotations

from datetime import date

import pytest

from mandorla.base.errors import Refused
from tests.gatherings.reports import moment, people, problems, read, read_text, report

HEAD = "Name | First Join | Last Leave | In-Meeting Duration | Email | Participant ID (UPN) | Role"
ACTIVITY = "Name | Join Time | Leave Time | Duration | Email | Role"


def test_report_has_everybody_once_when_people_join_several_times():
    found = report("teams_english.csv")

    assert (found.format, found.title) == ("teams", "Change Champions, Monday round")
    assert found.starts_at == moment(2026, 7, 22, 19, 0, 11)
    assert found.ends_at == moment(2026, 7, 22, 20, 31, 2)
    assert found.order == "month"
    assert people(found) == [
        ("Ana Marković", "ana.markovic@halden.example", 5451),
        ("Ben Okafor", "ben.okafor@halden.example", 78 * 60),
        ("Lucía Ferrer", "", 1800),
        ("Nora Lie", "", 1800),
        ("", "", 600),
        ("", "", None),
    ]
    assert [who.kind for who in found.people[3:]] == ["person", "phone", "unnamed"]
    assert found.people[0].account == "ana@halden.example"
    assert found.people[1].rows == (12, 21, 22, 23)
    assert problems(found) == [
        (
            "teams_english.csv, row 29: The rows from here on are not about being there; they are "
            "not used."
        )
    ]


def test_report_keeps_no_number_of_a_telephone():
    assert "5550" not in repr(report("teams_english.csv"))


def test_report_is_read_when_a_spreadsheet_saved_it_again():
    found = report("teams_saved_again.csv")

    assert (found.title, found.order) == ("Café with the CEO", "day")
    assert people(found) == [
        ("Lie, Nora", "nora.lie@halden.example", 3000),
        ("José Niño", "", 3300),
    ]
    assert problems(found) == []


def test_report_is_read_when_tabs_became_commas_and_moments_fell_apart():
    found = read_text(
        "2. Participants,,,\n"
        "Name,First Join,Last Leave,In-Meeting Duration,Email\n"
        "Ana Marković,7/22/26, 7:00:11 PM,7/22/26, 8:00:11 PM,1h 0m 0s,ana@halden.example\n"
    )

    assert people(found) == [("Ana Marković", "ana@halden.example", 3600)]


def test_report_is_read_when_nobody_may_see_times():
    found = read("1. Summary", "Meeting title | Coffee", "2. Participants", "Name | Email | Role",
                 "Ana Marković | ana@halden.example | Organizer", "Tom Aas |  | Attendee")  # fmt: skip

    assert people(found) == [("Ana Marković", "ana@halden.example", None), ("Tom Aas", "", None)]


def test_list_pairs_joining_with_leaving_when_it_is_of_the_older_kind():
    found = report("teams_list.csv")

    assert found.format == "teams_list"
    assert people(found) == [("Ana Marković", "", 3000), ("Ben Okafor", "", 900)]
    assert found.days == (date(2026, 5, 10), date(2026, 10, 5))
    assert (found.starts_at, found.question) == (None, "")
    assert problems(found) == [
        "teams_list.csv, row 6: Nobody says when they left; counted until the last row of the list."
    ]


def test_list_takes_the_first_word_for_joining_when_words_are_not_known():
    found = read(
        "Name | Action | Time",
        "Ana | Liittyi | 22.7.2026 19:00",
        "Ana | Poistui | 22.7.2026 19:30",
        "Tom | Liittyi | 22.7.2026 19:10",
        "Tom | Poistui | sometime",
        "Tom | Poistui | 22.7.2026 19:20",
        "Tom | Poistui | 22.7.2026 19:25",
    )

    assert people(found) == [("Ana", "", 1800), ("Tom", "", 600)]
    assert problems(found) == [
        "file.csv, row 2: “liittyi” is taken for joining and “poistui” for leaving.",
        "file.csv, row 5: “Poistui sometime” is not understood as joining or leaving at some time.",
        "file.csv, row 7: Somebody leaves who has not joined; not counted.",
    ]


def test_older_report_merges_rows_of_one_person():
    found = report("teams_older.csv")

    assert (found.title, found.starts_at) == ("Monday round", moment(2026, 7, 22, 9))
    assert people(found) == [
        ("Ana Marković", "ana.markovic@halden.example", 3000),
        ("Ben Okafor", "ben.okafor@halden.example", 3600),
    ]


def test_live_event_counts_two_devices_once():
    found = report("teams_live.csv")

    assert found.format == "teams_live"
    assert people(found) == [
        ("Ana Marković", "ana.markovic@halden.example", 3000),
        ("Anonymous", "", 600),
    ]


NIGHT = "Ana | 1/12/2026, 11:30:00 PM | 2/12/2026, 12:30:00 AM |  |  | X"
OTHER_NIGHT = "Tom | 1/2/2026, 11:30:00 PM | 1/3/2026, 12:30:00 AM |  |  | X"


def test_report_tells_the_order_when_the_other_would_last_a_month():
    found = read("3. In-Meeting Activities", ACTIVITY, NIGHT)

    assert (found.order, found.question, people(found)) == ("day", "", [("Ana", "", 3600)])
    assert found.starts_at == moment(2026, 12, 1, 23, 30)


def test_report_asks_for_the_order_when_durations_depend_on_it():
    rows = ("3. In-Meeting Activities", ACTIVITY, NIGHT, OTHER_NIGHT)

    assert read(*rows).question == "1/12/2026"
    assert people(read(*rows)) == [("Ana", "", None), ("Tom", "", None)]
    assert people(read(*rows, order="day")) == [("Ana", "", 3600), ("Tom", "", None)]
    assert people(read(*rows, order="month")) == [("Ana", "", None), ("Tom", "", 3600)]


def test_report_does_not_ask_for_the_order_when_no_duration_depends_on_it():
    found = read("3. In-Meeting Activities", ACTIVITY,
                 "Ana | 3/4/2026, 11:30:00 PM | 3/4/2026, 11:40:00 PM | 10m |  | X")  # fmt: skip

    assert (found.question, found.order, found.starts_at) == ("", None, None)
    assert found.days == (date(2026, 4, 3), date(2026, 3, 4))
    assert people(found) == [("Ana", "", 600)]


def test_report_is_refused_when_its_dates_contradict_each_other():
    with pytest.raises(Refused, match="have the day first and others the month"):
        read(HEAD, "Ana | 22/7/2026, 9:00 | 7/23/2026, 9:30 | 30m |  |  | X")

    with pytest.raises(Refused, match="with the month first"):
        read(HEAD, "Ana | 22/7/2026, 9:00 | 22/7/2026, 9:30 | 30m |  |  | X", order="month")


def test_report_tells_every_cell_that_it_does_not_understand():
    found = read(
        HEAD,
        "Ana | 22.7.2026 9:00 | 22.7.2026 10:00 | an hour | not an address |  | X",
        "Tom | sometime | 22.7.2026 10:00 | 5m |  |  | X | more",
        "Ivo | 22.7.2026 10:00 | 22.7.2026 9:00 | 4m |  |  | X",
        "Lea | 22.7.2026 9:00 | 22.7.2026 9:10 | 40m |  |  | X",
    )

    assert people(found) == [
        ("Ana", "", 3600),
        ("Tom", "", 300),
        ("Ivo", "", 240),
        ("Lea", "", 600),
    ]
    assert problems(found) == [
        "file.csv, row 2: “not an address” is not an e-mail address; the row goes by its name.",
        "file.csv, row 2, column “In-Meeting Duration”: “an hour” is not understood as a duration.",
        "file.csv, row 3: It has more values than there are headings; those beyond are not used.",
        "file.csv, row 3, column “First Join”: “sometime” is not understood as a date and time.",
        "file.csv, row 4: It ends before it begins; the times are not used.",
        "file.csv, row 5: The duration is longer than the times; the times are used.",
    ]


def test_report_keeps_two_rows_of_one_name_as_one_person_and_says_so():
    found = read(
        "2. Participants",
        HEAD,
        "Ana | 22.7.2026 9:00 | 22.7.2026 9:10 | 10m |  |  | X",
        "Ana | 22.7.2026 9:20 | 22.7.2026 9:30 | 10m |  |  | X",
        "3. In-Meeting Activities",
        ACTIVITY,
        "Ana | 22.7.2026 9:00 | 22.7.2026 9:10 | 10m |  | X",
        "Ana | 22.7.2026 9:20 | 9:30 | 10m |  | X",
        "Tom | 22.7.2026 9:20 | 22.7.2026 9:25 | 5m |  | X",
    )

    assert people(found) == [("Ana", "", 1200), ("Tom", "", 300)]
    assert problems(found) == [
        "file.csv, row 4: It has the same name as row 3 and no e-mail address: one person.",
        "file.csv, row 9: “Tom” is not among the participants above; counted all the same.",
    ]


def test_quotation_mark_in_a_name_swallows_no_row():
    found = read(HEAD, '"Ana "Nina" Marković" | 22.7.2026 9:00 | 22.7.2026 9:10 | 10m |  |  | X',
                 '"Tom | 22.7.2026 9:00 | 22.7.2026 9:10 | 10m |  |  | X')  # fmt: skip

    assert people(found) == [('Ana "Nina" Marković', "", 600), ('"Tom', "", 600)]
