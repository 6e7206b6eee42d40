"""The health of a community as people see it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from mandorla.conversations.health_page import read_lights
from mandorla.conversations.health_words import SENTENCES, sentence
from mandorla.conversations.known import read
from mandorla.conversations.models import Snapshot
from mandorla.core.health import LIGHTS, judge
from tests import make
from tests.conversations.measured import AT

pytestmark = pytest.mark.django_db

MONTH = {
    "posts": 90,
    "newcomers": 2,
    "threads": 12,
    "answered": 11,
    "unanswered_share": 1 / 12,
    "response_median": 5.0,
    "first_posts": 2,
    "first_answered": 1,
    "retained": 3,
    "retained_of": 10,
    "absence_factor": 4,
    "leader_share": 0.3,
    "leaders_carry": 0.0,
    "gini": 0.4,
    "units": 4,
    "blau": 0.7,
    "ei_index": 0.2,
    "ei_expected": 0.5,
    "ei_p_value": 0.01,
}


def snapshots(community, *people, months=13, **figures):
    """Months up to April 2026; the last ones with other numbers of people."""
    many = [20] * (months - len(people)) + list(people)
    for place, count in enumerate(many):
        month = 2026 * 12 + 4 - months + place
        few = count is not None and 0 < count < 5
        Snapshot.objects.create(
            community=community,
            month_on=date(month // 12, month % 12 + 1, 1),
            measured_at=AT,
            made_of=90,
            people=None if few else count,
            figures={} if few or not count else MONTH | figures,
        )


def page(client, community):
    client.force_login(make.person())
    answer = client.get(f"/communities/{community.slug}/health/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_page_says_each_light_with_its_reason_and_figures(client: Client):
    community = make.community()
    snapshots(community, 12)
    shown = page(client, community)

    assert "12 people wrote in the month, 40% fewer than usual (20)." in shown
    assert "within about 5 hours; 8% of all had no answer within a week." in shown
    assert "Of those who first wrote two quarters earlier, 30% still wrote; below 40%" in shown
    assert "It took 4 people to make half of the posts. Those who lead wrote 30%" in shown
    assert "the E-I index is 0.20, chance would give 0.50." in shown
    assert shown.count("worth acting on") == 2
    assert "April 2026" in shown
    assert "<polyline" in shown
    assert "style=" not in shown.split("<main")[1]


def test_page_says_nothing_of_few_people(client: Client):
    community = make.community()
    snapshots(community, 3)
    shown = page(client, community)

    assert "Fewer than five people wrote in the month, so nothing is told." in shown
    assert "fewer than five people" in shown


def test_page_without_imports_says_so(client: Client):
    shown = page(client, make.community())

    assert "Nothing was imported yet of what people write here" in shown
    assert "Import conversations" not in shown.split("<main")[1]


def test_page_asks_as_much_of_one_month_as_of_many(client: Client, django_assert_max_num_queries):
    one, many = make.community(), make.community()
    snapshots(one, months=1)
    snapshots(many, months=20)
    client.force_login(make.person())
    for community in (one, many):
        with django_assert_max_num_queries(22):
            assert client.get(f"/communities/{community.slug}/health/").status_code == 200


def test_every_reason_has_its_words():
    found = [
        judge([dict.fromkeys(MONTH, None) | {"people": 20.0}] * 13),
        judge([MONTH | {"people": 20.0}] * 13),
        judge([MONTH | {"people": 20.0, "answered": 0}] * 13),
        judge([MONTH | {"people": 20.0, "response_median": None, "absence_factor": None}] * 13),
        judge([{"people": 3.0}]),
        judge([]),
    ]

    assert all(sentence(light) for lights in found for light in lights)
    assert {light.reason for lights in found for light in lights} - set(SENTENCES) <= {
        "answered",
        "spread",
    }


def test_lights_are_those_of_the_last_month():
    community = make.community()
    assert read_lights(community) is None
    snapshots(community, 20)
    found = read_lights(community)

    assert found is not None
    assert found[0] == date(2026, 4, 1)
    assert len(found[1]) == len(LIGHTS)


def test_indicators_are_read_from_the_last_months():
    community = make.community()
    snapshots(community)
    known = {name: found[community.pk] for name, found in read([community.pk], at=AT).items()}

    assert known["writers"].value == 20
    assert (known["threads_unanswered"].part, known["threads_unanswered"].of) == (3, 36)
    assert known["first_answer_hours"].value == 5.0
    assert (known["newcomers_answered"].part, known["newcomers_answered"].of) == (3, 6)
    assert known["newcomers_writing"].value == 0.3
    assert known["leader_posts"].value == 0.3
    assert known["spread_steady"].value is True
    assert known["e_i_expected"].value == pytest.approx(0.8)


def test_indicators_are_not_known_where_chance_explains_it():
    community = make.community()
    snapshots(community, ei_p_value=0.3, retained_of=None, retained=None)

    assert {"e_i_expected", "newcomers_writing"} & set(read([community.pk], at=AT)) == set()


@pytest.mark.parametrize(("people", "known"), [(3, set()), (0, {"writers"})])
def test_indicators_say_nothing_of_few_people(people, known):
    community = make.community()
    snapshots(community, people)

    assert set(read([community.pk], at=AT)) == known


def test_indicators_of_old_conversations_are_not_known():
    community = make.community()
    snapshots(community)

    assert read([community.pk], at=AT.replace(year=2027)) == {}
    assert read([], at=AT) == {}
