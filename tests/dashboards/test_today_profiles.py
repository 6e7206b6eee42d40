from __future__ import annotations

from datetime import timedelta

import pytest

from mandorla.communities.models import Membership
from mandorla.dashboards.today import read_today
from tests import make
from tests.maturity.rounds import CLOSES, opened, say

pytestmark = pytest.mark.django_db
SOON = make.AT + timedelta(hours=1)


def waits(person, *, at=SOON) -> list[str]:
    return [task.sentence for task in read_today(person, at=at) if "How far" in task.sentence]


def test_today_asks_a_member_whose_answer_is_missing():
    people = make.members(5)
    held = opened(make.community("Atlas", members=people))

    assert waits(people[0]) == ["How far is Atlas? Your answer is missing."]
    say(held, people[0], 2)
    assert waits(people[0]) == []
    assert waits(people[1], at=CLOSES) == []


def test_today_does_not_ask_who_has_left():
    people = make.members(5)
    community = make.community(members=people)
    opened(community)

    Membership.objects.current().get(person=people[0]).end(by=None, at=SOON)

    assert waits(people[0]) == []
