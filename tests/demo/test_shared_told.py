"""The story asks and answers, keeps lessons, looks back, and is asked by management."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Max

from mandorla.base.models import Notification
from mandorla.dashboards.today import read_today
from mandorla.demo.rules import one_click_people
from mandorla.gatherings.models import Attendance
from mandorla.people.models import Person
from mandorla.work.models import Answer, Ask, Expertise, Lesson, Question, Review, Suggested

pytestmark = pytest.mark.django_db
ATLAS, COFFEE, LUNCH = "atlas-change-champions", "coffee-with-ingrid", "third-wednesday"


@pytest.mark.parametrize("slug", [ATLAS, COFFEE, LUNCH])
def test_community_shares_in_every_state(world, slug):
    asks = Ask.objects.filter(community__slug=slug)
    lessons = Lesson.objects.filter(community__slug=slug)

    assert set(asks.values_list("state", flat=True)) == {"open", "solved"}
    assert lessons.exclude(changed="").exists()
    assert lessons.due(on=world).exists()
    states = Question.objects.filter(community__slug=slug).values_list("state", flat=True)
    assert set(states) == {"open", "answered"}


def test_both_ways_to_look_back_are_there(world):
    assert set(Review.objects.values_list("kind", flat=True)) == {"after_action", "peer_assist"}


def test_nothing_was_shared_after_the_day_it_is_told(world):
    latest = [
        Ask.objects.aggregate(at=Max("asked_at")),
        Answer.objects.aggregate(at=Max("thanked_at")),
        Expertise.objects.aggregate(at=Max("stated_at")),
        Lesson.objects.aggregate(at=Max("kept_at")),
        Question.objects.aggregate(at=Max("answered_at")),
    ]

    assert all(found["at"].date() < world for found in latest)


def test_nobody_of_more_than_thirty_days_ago_is_known(world):
    first = Attendance.objects.earliest("gathering__starts_at").gathering

    assert world - first.planned_on <= timedelta(days=31)


def test_common_problems_are_suggested_for_atlas(world):
    assert Suggested.objects.get(community__slug=ATLAS).groups


def test_something_waits_for_each_of_the_six(world):
    at = datetime.combine(world, time(12), ZoneInfo("Europe/Oslo"))

    idle = [person.name for person, _part in one_click_people() if not read_today(person, at=at)]

    assert idle == []


def test_those_who_asked_or_answered_have_news(world):
    told = set(Notification.objects.values_list("person__name", flat=True))
    named = Person.objects.filter(pk__in=[person.pk for person, _part in one_click_people()])

    assert set(named.values_list("name", flat=True)) <= told


def test_question_that_arrives_once_waits_for_priya(world):
    priya = Person.objects.get(name="Priya Nair")
    at = datetime.combine(world, time(9), UTC)

    (asked,) = [task for task in read_today(priya, at=at) if task.ending]
    assert asked.sentence == (
        "You surfaced “There is no training at night, so the night shift learns from a printed "
        "mail”. What we did about it is at work in 4 units. Did that change anything for you?"
    )
