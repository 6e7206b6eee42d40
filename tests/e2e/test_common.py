"""Suggested problems in a browser: readable for everybody, decided with and without scripts."""

from __future__ import annotations

import pytest

from mandorla.work.comparing import compare
from mandorla.work.embedding import embedder
from mandorla.work.models import Apart, Problem
from tests import make
from tests.e2e.browser import in_both_schemes, runs_over, without_javascript

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 390, "height": 844}
TEXTS = [
    "Price lists are out of date",
    "Out of date price lists again",
    "The price list is out of date",
]
ADDRESS = "/communities/atlas/work/common/"


@pytest.fixture
def ana():
    person = make.person("Ana Marković")
    atlas = make.community("Atlas", leader=person)
    for text in TEXTS:
        make.issue(atlas, text, units=[make.unit()])
    compare(atlas, by=embedder("tfidf"))
    return person


@in_both_schemes
def test_suggestions_are_accessible_on_a_desk_and_on_a_phone(page, signed_in, axe, ana):
    signed_in(page, ana).goto(ADDRESS)
    axe(page)
    page.set_viewport_size(PHONE)
    axe(page)
    assert runs_over(page) == 0


@without_javascript
def test_suggestion_is_confirmed_without_the_one_that_is_something_else(page, signed_in, ana):
    signed_in(page, ana).goto(ADDRESS)
    page.get_by_role("checkbox", name=TEXTS[1]).uncheck()
    page.get_by_label("What is the problem behind them?").fill("Nobody keeps price lists")
    page.get_by_role("button", name="The ticked ones are one problem").click()

    page.get_by_text("They are one problem now.").wait_for()
    page.get_by_text("Nothing is suggested now.").wait_for()
    problem = Problem.objects.get()
    assert (problem.statement, problem.issues.count()) == ("Nobody keeps price lists", 2)
    assert Apart.objects.count() == 2


def test_suggestion_is_dismissed_by_keyboard(page, signed_in, ana):
    signed_in(page, ana).goto(ADDRESS)
    page.get_by_role("button", name="It is not one problem").focus()
    page.keyboard.press("Enter")

    page.get_by_text("It is not suggested again.").wait_for()
    assert Apart.objects.count() == 3
