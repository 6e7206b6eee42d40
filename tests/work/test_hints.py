"""What stands on an agenda and looks like one problem."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mandorla.work.agenda import keep_agenda
from mandorla.work.comparing import compare
from mandorla.work.embedding import embedder
from mandorla.work.hints import Hint
from mandorla.work.models import Apart, Issue, Problem
from tests.api.caller import Caller
from tests.make import AT
from tests.work.agendas import Mondays, issue, mondays

pytestmark = pytest.mark.django_db
TEXTS = ("Old price lists are handed out", "The price lists handed out are old")


@pytest.fixture
def monday() -> date:
    """A Monday that has not come yet, whatever today is."""
    today = timezone.now().date() + timedelta(days=1)
    return today + timedelta(days=-today.weekday() % 7)


@pytest.fixture
def place() -> Mondays:
    made = mondays()
    for votes, text in enumerate(reversed((*TEXTS, "The coffee machine is broken"))):
        issue(made, text, votes=votes)
    compare(made.community, by=embedder("tfidf"))
    return made


def page_of(client, place: Mondays, day: date):
    client.force_login(place.ana)
    return client.get(reverse("work:agenda", args=[place.community.slug, place.series.pk, day]))


def hints(client, place: Mondays, day: date) -> tuple[Hint, ...]:
    found: tuple[Hint, ...] = page_of(client, place, day).context["hints"]
    return found


def test_agenda_says_that_two_look_like_one_problem_when_they_are_suggested(client, place, monday):
    answer = page_of(client, place, monday)

    (hint,) = answer.context["hints"]
    assert hint.texts == TEXTS
    assert "price lists" in hint.reason
    assert f'href="/communities/{place.community.slug}/work/common/"' in answer.content.decode()


def test_agenda_says_it_also_when_it_was_kept(client, place, monday):
    keep_agenda(place.on(monday), by=place.ana, at=AT)

    assert [hint.texts for hint in hints(client, place, monday)] == [TEXTS]


def test_agenda_is_silent_when_they_are_one_problem_already(client, place, monday):
    keep_agenda(place.on(monday), by=place.ana, at=AT)
    both = list(Issue.objects.filter(text__in=TEXTS))
    Problem.gather(issues=both, statement="Old prices", by=place.ana, at=AT)

    assert hints(client, place, monday) == ()


def test_agenda_is_silent_when_somebody_said_that_they_are_apart(client, place, monday):
    Apart.say(issues=list(Issue.objects.filter(text__in=TEXTS)), by=place.ana, at=AT)

    assert hints(client, place, monday) == ()


def test_agenda_asks_one_question_more_when_issues_are_on_it(client, place, monday):
    with CaptureQueriesContext(connection) as asked:
        hints(client, place, monday)

    tables = ("work_suggested", "work_apart")
    about = [one for one in asked.captured_queries if any(name in one["sql"] for name in tables)]
    assert len(about) == 1


def test_agenda_says_it_in_a_terminal_and_to_programs(place, monday, capsys):
    on = ["agenda", place.community.slug, "--on", str(monday)]
    call_command(*on)
    said = capsys.readouterr().out.splitlines()
    call_command(*on, "--json")
    printed = json.loads(capsys.readouterr().out)
    path = f"/communities/{place.community.slug}/gatherings/{place.series.pk}/{monday}/agenda"
    answered = Caller(place.priya).get(path).json()

    numbers = {one.text: one.pk for one in Issue.objects.all()}
    (hint,) = answered["hints"]
    assert hint["texts"] == list(TEXTS)
    assert hint["issues"] == [numbers[text] for text in TEXTS]
    assert printed["hints"] == [hint]
    assert said[-3:] == [f"Is this one problem? {hint['reason']}:", *(f"  {t}" for t in TEXTS)]


def test_programs_get_no_hint_when_nothing_looks_alike(place, monday):
    Apart.say(issues=list(Issue.objects.filter(text__in=TEXTS)), by=place.ana, at=AT)

    path = f"/communities/{place.community.slug}/gatherings/{place.series.pk}/{monday}/agenda"
    assert Caller(place.priya).get(path).json()["hints"] == []
