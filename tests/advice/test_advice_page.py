"""The page of a community's advice: what stands, what was said about it, and what is not known."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mandorla.advice.judging import judge_all
from mandorla.advice.models import Warning
from mandorla.advice.reading import read_advice
from mandorla.communities.models import Community
from mandorla.people.models import Person
from tests import make
from tests.advice.cases import found

pytestmark = pytest.mark.django_db
PAGE = "/communities/champions/advice/"
SOON = (make.AT + timedelta(days=20)).date()


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages read the clock: it is the day on which the warning fired."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: make.AT)


def page(client: Client, person: Person, path: str = PAGE) -> str:
    client.force_login(person)
    return client.get(path).content.decode()


def say(client: Client, person: Person, warning: Warning, **given: Any) -> Any:
    client.force_login(person)
    fields = {f"{warning.pk}-{name}": value for name, value in given.items()}
    return client.post(f"{PAGE}{warning.pk}/answer/", fields)


def test_page_shows_evidence_advice_and_whom_it_is_for(slip: Warning, ana: Person, client: Client):
    shown = page(client, ana)

    assert "1 thing stands out" in shown
    assert 'id="W13"' in shown
    assert "act now" in shown
    assert "for those who run it" in shown
    assert "2 of 8 gatherings planned in 8 weeks were held." in shown
    assert "Make gatherings shorter rather than skip them" in shown
    assert shown.count('class="button"') == 1


@pytest.mark.parametrize(
    ("who", "status"), [("ana", 200), ("ben", 200), ("karin", 200), ("mia", 404), ("none", 404)]
)
def test_page_is_for_those_who_run_or_sponsor_and_program_managers(
    slip: Warning, request: pytest.FixtureRequest, client: Client, who: str, status: int
):
    client.force_login(make.person() if who == "none" else request.getfixturevalue(who))

    assert client.get(PAGE).status_code == status


@pytest.mark.parametrize("path", ["answer", "resumption"])
def test_members_cannot_answer(slip: Warning, mia: Person, client: Client, path: str):
    client.force_login(mia)

    assert client.post(f"{PAGE}{slip.pk}/{path}/").status_code == 404


def test_leader_puts_a_warning_off(slip: Warning, ana: Person, client: Client):
    answer = say(
        client, ana, slip, verb="snooze", words="Holidays", until_on=str(SOON), seen="standing"
    )

    assert answer.status_code == 302
    shown = page(client, ana)
    assert "Nothing stands out" in shown
    assert "Put off" in shown
    assert "“Holidays”" in shown


def test_leader_says_that_it_is_done(slip: Warning, ana: Person, client: Client):
    say(client, ana, slip, verb="done", words="We fixed Mondays", seen="standing")

    assert "Done lately" in page(client, ana)


def test_sponsor_says_that_it_does_not_apply_and_takes_it_back(
    slip: Warning, ben: Person, client: Client
):
    say(client, ben, slip, verb="set_aside", words="We meet at milestones", seen="standing")
    assert "Does not apply here" in page(client, ben)

    client.post(f"{PAGE}{slip.pk}/resumption/", {"seen": "not_applying"})

    assert "1 thing stands out" in page(client, ben)


def test_answer_without_words_is_asked_again_with_what_was_sent(
    slip: Warning, ana: Person, client: Client
):
    answer = say(client, ana, slip, verb="snooze", words="", seen="standing")

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Say what you did, or why." in shown
    assert '<details class="more no-print" open>' in shown


def test_answer_that_can_wait_asks_for_a_day(slip: Warning, ana: Person, client: Client):
    answer = say(client, ana, slip, verb="snooze", words="Holidays", seen="standing")

    assert "Choose the day until which it can wait." in answer.content.decode()


def test_second_answer_is_told_who_was_first(
    slip: Warning, ana: Person, ben: Person, client: Client
):
    say(client, ana, slip, verb="done", words="We fixed Mondays", seen="standing")

    answer = say(client, ben, slip, verb="set_aside", words="No", seen="standing")

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Ana Leader was first" in shown
    assert "“We fixed Mondays”" in shown


def test_page_tells_what_is_over_and_what_was_done_about_it(
    slip: Warning, champions: Community, ana: Person, client: Client
):
    slip.finish(having="We fixed Mondays", by=ana, at=make.AT)
    judge_all({champions.pk: found({"rhythm_held": 1.0})}, at=make.AT + timedelta(days=9))

    shown = page(client, ana)

    assert re.search(r'id="over".*The rhythm slips.*We fixed Mondays', shown, re.DOTALL)


def test_page_tells_what_is_not_known(slip: Warning, champions: Community, ana: Person):
    read = read_advice(champions, person=ana, roles={"leader"})

    numbers = {one.rule.number for one in read.unasked}
    assert read.rules == 32
    assert "W13" not in numbers
    assert "W05" in numbers
    assert all(one.reasons for one in read.unasked)


def test_page_says_that_nobody_has_looked_yet(ana: Person, client: Client):
    make.community("Fresh", leader=ana, slug="fresh")

    shown = page(client, ana, "/communities/fresh/advice/")

    assert "Nobody has looked yet" in shown


def test_page_costs_the_same_for_one_warning_and_for_three(
    champions: Community, ana: Person, client: Client
):
    client.force_login(ana)

    def cost(**known: Any) -> int:
        judge_all({champions.pk: found(known)}, at=make.AT)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    one = cost(rhythm_held=0.2)
    assert cost(rhythm_held=0.2, asks_waiting=3, absence_factor=1) == one
