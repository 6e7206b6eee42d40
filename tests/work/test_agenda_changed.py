"""An agenda that is shaped goes on: after something was put aside, merged, or changed by others."""

from __future__ import annotations

from datetime import date

import pytest

from tests import make
from tests.work.agendas import Mondays, issue, mondays
from tests.work.test_agenda_page import a_monday, at, shaped, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Mondays:
    return mondays()


@pytest.fixture
def monday() -> date:
    return a_monday()


def test_agenda_says_that_issues_were_merged_and_drafts_it_anew(client, place, monday):
    first, second, other = (
        issue(place, f"Thing {number}", votes=5 - number) for number in range(3)
    )
    client.force_login(place.ana)
    shaped(client, place, monday, "keep")
    assert "Merged meanwhile." not in client.get(at("agenda", place, monday)).content.decode()
    behind = make.problem(place.community, first, second, statement="Things differ")

    page = client.get(at("agenda", place, monday))
    shaped(client, place, monday, "redraft")

    assert page.context["page"].merged == ["Thing 0", "Thing 1"]
    assert "Merged meanwhile." in page.content.decode()
    assert titles(client, place, monday) == ["Things differ", "Thing 2"]
    assert behind.issues.count() == 2
    assert other.state == "open"


def test_agenda_tells_the_second_of_two_and_shows_the_newest(client, place, monday):
    for number, votes in enumerate((3, 2, 1)):
        issue(place, f"Thing {number}", votes=votes)
    client.force_login(place.ana)
    shaped(client, place, monday, "keep")
    stale = client.get(at("agenda", place, monday)).context["page"]
    shaped(client, place, monday, "up", "Thing 2")

    answer = client.post(
        at("agenda", place, monday),
        {"do": "down", "item": stale.lines[0].ref, "seen": stale.agenda.mark},
    )

    assert answer.status_code == 409
    assert 'role="alert" tabindex="-1" autofocus' in answer.content.decode()
    assert "has changed in the meantime" in answer.content.decode()
    shown = [line.row.title for line in answer.context["page"].lines if line.row.issue]
    assert shown == ["Thing 0", "Thing 2", "Thing 1"] == titles(client, place, monday)


@pytest.mark.parametrize("aside", ["park", "next_time", "drop"])
def test_agenda_is_shaped_on_when_something_in_the_middle_was_put_aside(
    client, place, monday, aside
):
    for number, votes in enumerate((3, 2, 1)):
        issue(place, f"Thing {number}", votes=votes)
    client.force_login(place.ana)
    shaped(client, place, monday, aside, "Thing 1")

    steps = [("up", "Thing 2"), ("down", "Thing 2"), ("minutes", "Thing 0"), ("unpark", "Thing 1")]
    done = [
        shaped(client, place, monday, do, title, minutes=7 if do == "minutes" else "").status_code
        for do, title in [*steps, ("down", "Thing 1"), ("redraft", "")]
    ]

    assert done == [302] * 6
