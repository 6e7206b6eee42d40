"""Whom somebody helped: named only where both chose it, else by a unit of enough people."""

from __future__ import annotations

import pytest

from mandorla.communities.models import Membership
from mandorla.core.disclosure import FEWEST
from mandorla.people.models import Placement
from mandorla.reports.models import Consent
from mandorla.work.models import Answer, Expertise
from tests import make
from tests.reports.bringing import LATER, World, answered, both_say_yes, lines, texts, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> World:
    return world()


def test_help_names_nobody_when_nobody_chose_it(at):
    answered(at)

    assert texts(at.priya, "answer") == ["Somebody: “Who knows lists?”"]


@pytest.mark.parametrize(("shows", "lets"), [(True, False), (False, True)])
def test_help_names_nobody_when_one_of_two_chose_it(at, shows, lets):
    answer = answered(at)
    if shows:
        Expertise.show(answer=answer, by=at.priya, at=LATER)
    if lets:
        Consent.give(answer=answer, by=at.ben, at=LATER)

    assert texts(at.priya, "answer") == ["Somebody: “Who knows lists?”"]


def test_help_names_who_asked_when_both_chose_it(at):
    both_say_yes(at, answered(at))

    assert texts(at.priya, "answer") == ["Ben Okafor: “Who knows lists?”"]


def test_help_names_nobody_any_more_when_one_takes_it_back(at):
    answer = answered(at)
    both_say_yes(at, answer)
    Consent.withdraw(answer=answer, by=at.ben)

    assert texts(at.priya, "answer") == ["Somebody: “Who knows lists?”"]


def test_help_tells_the_unit_only_when_enough_people_of_it_are_here(at):
    sales = make.unit("Sales")
    Placement.place(person=at.ben, unit=sales, on=make.AT.date(), by=None, at=make.AT)
    answered(at)
    before = texts(at.priya, "answer")
    for _number in range(FEWEST - 1):
        Membership.join(community=at.guild, person=make.person(unit=sales), at=make.AT)

    assert before == ["Somebody: “Who knows lists?”"]
    assert texts(at.priya, "answer") == ["Somebody of Sales: “Who knows lists?”"]


def test_what_was_asked_of_a_few_keeps_its_words(at):
    answer = answered(at, "My team and I do not get on", of=[at.priya])
    answer.ask.solve(came_of_it="We talked", by=at.ben, at=LATER)

    [line] = [line for line in lines(at.priya) if line.kind != "role"]

    assert (line.text, line.thread, line.goes) == ("Somebody", "", False)


def test_own_ask_that_somebody_answers_themselves_is_no_help(at):
    answer = answered(at)
    Answer.give(ask=answer.ask, text="And I", by=at.ben, at=make.AT)

    assert texts(at.ben, "answer") == []


def test_two_answers_to_one_ask_are_one_help(at):
    answer = answered(at)
    Answer.give(ask=answer.ask, text="And more", by=at.priya, at=LATER)

    assert len(texts(at.priya, "answer")) == 1
