"""Warnings fire and end by themselves, and what people said about them is respected."""

from __future__ import annotations

from datetime import timedelta
from time import process_time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandorla.advice.catalog import shipped_rules
from mandorla.advice.judging import judge_all
from mandorla.advice.models import Tuning, Warning
from mandorla.base.models import Event
from mandorla.communities.models import Community
from mandorla.people.models import Person
from tests import make
from tests.advice.cases import found

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SLIPS: dict[str, Any] = {"rhythm_held": 0.25}
HOLDS: dict[str, Any] = {"rhythm_held": 0.9}


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def champions(ana: Person) -> Community:
    return make.community("Champions", leader=ana, archetype="change_champions")


def look(community: Community, known: dict[str, Any], *, days: int = 0) -> tuple[int, int]:
    """Judge one community, some days after the first day."""
    return judge_all({community.pk: found(known)}, at=make.AT + days * DAY)[community.pk]


def rows(community: Community) -> list[tuple[str, str, bool]]:
    """Each warning there ever was: its rule, its state, and whether it has ended."""
    found = Warning.objects.filter(community=community).order_by("pk")
    return [(one.rule, one.state, one.ended_at is not None) for one in found]


def only(community: Community) -> Warning:
    return Warning.objects.get(community=community)


def test_warning_fires_with_its_evidence_when_its_rule_holds(champions: Community):
    assert look(champions, {**SLIPS, "people": 9}) == (1, 3)

    warning = only(champions)
    assert (warning.rule, warning.state, warning.fired_at) == ("W13", "standing", make.AT)
    assert warning.findings == {"rhythm_held": {"value": 0.25}}


def test_warning_is_written_once_when_its_rule_goes_on_to_hold(champions: Community):
    look(champions, SLIPS)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert look(champions, {"rhythm_held": 0.3}, days=1) == (1, 3)

    assert not [one for one in asked if one["sql"].startswith(("INSERT", "UPDATE"))]
    assert rows(champions) == [("W13", "standing", False)]


def test_warning_ends_when_its_rule_no_longer_holds(champions: Community):
    look(champions, SLIPS)

    assert look(champions, HOLDS, days=2) == (0, 0)
    assert only(champions).ended_at == make.AT + 2 * DAY


def test_warning_ends_when_its_figure_is_no_longer_known(champions: Community):
    look(champions, SLIPS)

    assert look(champions, {}, days=2) == (0, 0)
    assert rows(champions) == [("W13", "standing", True)]


def test_warning_fires_anew_when_its_rule_holds_again(champions: Community):
    look(champions, SLIPS)
    look(champions, HOLDS, days=2)

    assert look(champions, SLIPS, days=3) == (1, 3)
    assert rows(champions) == [("W13", "standing", True), ("W13", "standing", False)]


def test_gravest_severity_is_told_when_several_warnings_stand(champions: Community):
    assert look(champions, {"asks_waiting": 2, "carried_lately": 0.1}) == (2, 2)
    assert look(champions, {"asks_waiting": 2}) == (1, 1)
    assert look(champions, {"objectives_met": True}) == (1, 0)


def test_warning_that_is_put_off_is_quiet_until_its_day(champions: Community, ana: Person):
    look(champions, SLIPS)
    day = make.AT.date() + 10 * DAY
    only(champions).snooze(until_on=day, because="Summer", by=ana, at=make.AT)

    assert look(champions, SLIPS, days=9) == (0, 0)
    assert look(champions, {}, days=9) == (0, 0)
    assert rows(champions) == [("W13", "snoozed", False)]
    assert look(champions, SLIPS, days=10) == (1, 3)
    assert only(champions).words == "Summer"


def test_warning_that_is_put_off_ends_when_its_rule_no_longer_holds(
    champions: Community, ana: Person
):
    look(champions, SLIPS)
    day = make.AT.date() + 10 * DAY
    only(champions).snooze(until_on=day, because="Summer", by=ana, at=make.AT)

    look(champions, HOLDS, days=3)

    assert rows(champions) == [("W13", "snoozed", True)]


def test_warning_that_was_done_fires_anew_when_its_figures_do_not_follow(
    champions: Community, ana: Person
):
    look(champions, SLIPS)
    only(champions).finish(having="We fixed Monday", by=ana, at=make.AT)

    assert look(champions, SLIPS, days=27) == (0, 0)
    assert look(champions, SLIPS, days=28) == (1, 3)
    assert rows(champions) == [("W13", "done", True), ("W13", "standing", False)]


def test_warning_that_was_done_ends_when_its_figures_follow(champions: Community, ana: Person):
    look(champions, SLIPS)
    only(champions).finish(having="We fixed Monday", by=ana, at=make.AT)

    look(champions, HOLDS, days=5)

    assert rows(champions) == [("W13", "done", True)]


def test_warning_that_does_not_apply_is_never_brought_up_again(champions: Community, ana: Person):
    look(champions, SLIPS)
    only(champions).set_aside(because="We meet at milestones", by=ana, at=make.AT)

    for days, known in enumerate([HOLDS, {}, SLIPS], 1):
        assert look(champions, known, days=days) == (0, 0)
    assert rows(champions) == [("W13", "not_applying", False)]


def test_rule_is_not_asked_of_archetypes_it_is_not_for():
    network = make.community("Network", archetype="helping_network")

    assert look(network, SLIPS) == (0, 0)


@pytest.mark.parametrize("status", ["closing", "closed"])
def test_community_that_ends_is_not_warned(champions: Community, status: str):
    look(champions, SLIPS)
    Community.objects.filter(pk=champions.pk).update(status=status)

    assert look(champions, SLIPS, days=1) == (0, 0)
    assert rows(champions) == [("W13", "standing", True)]


def test_rule_that_is_switched_off_says_nothing(champions: Community):
    rule = shipped_rules()["W13"]
    look(champions, SLIPS)
    Tuning.change(
        rule=rule, thresholds={"held": 0.6}, is_off=True, edits=0, by=make.person(), at=make.AT
    )

    assert look(champions, SLIPS, days=1) == (0, 0)
    assert rows(champions) == [("W13", "standing", True)]


def test_rule_stands_by_the_figures_that_were_set(champions: Community):
    rule = shipped_rules()["W13"]
    Tuning.change(
        rule=rule, thresholds={"held": 0.2}, is_off=False, edits=0, by=make.person(), at=make.AT
    )

    assert look(champions, SLIPS) == (0, 0)


def test_rules_that_fire_are_no_events(champions: Community):
    before = Event.objects.count()

    look(champions, SLIPS)
    look(champions, HOLDS, days=1)

    assert Event.objects.count() == before


def test_many_communities_are_judged_with_as_many_queries_as_one(champions: Community):
    others = [make.community() for _ in range(7)]

    def asked(communities: list[Community], days: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            judge_all({one.pk: found(SLIPS) for one in communities}, at=make.AT + days * DAY)
        return len(queries)

    assert asked([champions], 0) == asked(others, 0)
    assert asked([champions], 1) == asked(others, 1)


def test_community_is_judged_in_less_than_five_milliseconds():
    communities = [make.community() for _ in range(20)]
    known = found({name: 1 for rule in shipped_rules().values() for name in rule.indicators})
    known.update(found({"license_standing": "in_force"}))
    judge_all({one.pk: known for one in communities}, at=make.AT)

    begin = process_time()
    judge_all({one.pk: known for one in communities}, at=make.AT + DAY)

    assert (process_time() - begin) / len(communities) < 0.005
