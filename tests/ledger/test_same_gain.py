"""What may be the same gain, here and in other communities, is asked about before it is claimed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mandorla.communities.models import Community
from mandorla.ledger.models.claiming import SameGain
from mandorla.people.models import Person, Unit
from tests import make
from tests.ledger.telling import claim, story

pytestmark = pytest.mark.django_db


@pytest.fixture
def sales() -> Unit:
    return make.unit("Sales")


@pytest.fixture
def mia() -> Person:
    return make.person("Mia Member")


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def guild(mia: Person, ana: Person) -> Community:
    return make.community("Guild", leader=ana, members=(mia,))


@pytest.mark.parametrize(
    ("facts", "is_same"),
    [
        ({}, True),
        ({"kind": "risk"}, False),
        ({"side": "members"}, True),
        ({"begins_on": date(2027, 3, 2), "ends_on": date(2027, 6, 1)}, False),
        ({"begins_on": date(2027, 3, 1), "ends_on": date(2027, 6, 1)}, True),
    ],
)
def test_claim_that_may_be_the_same_gain_is_made_with_a_reason_only(guild, mia, facts, is_same):
    claim(story(guild, mia), mia)
    told = story(guild, mia)

    if is_same:
        with pytest.raises(SameGain, match="Is this the same gain"):
            claim(told, mia, **facts)
    made = claim(told, mia, apart="That one was for Finance" if is_same else "", **facts)

    assert made.apart == ("That one was for Finance" if is_same else "")


def test_claim_overlaps_in_the_same_unit_or_where_no_unit_is_said(guild, mia, sales):
    claim(story(guild, mia), mia, unit=sales)

    claim(story(guild, mia), mia, unit=make.unit("Finance"))
    for unit in (sales, None):
        with pytest.raises(SameGain):
            claim(story(guild, mia), mia, unit=unit)


@pytest.mark.parametrize(
    ("facts", "is_same"),
    [
        ({}, True),
        ({"low": Decimal(6), "high": Decimal(9), "side": "members"}, True),
        ({"low": Decimal(7), "high": Decimal(9)}, False),
        ({"kind": "risk", "hours": False, "currency": "EUR"}, False),
        ({"hours": False, "currency": "EUR"}, False),
    ],
)
def test_claim_of_another_community_may_be_the_same_gain_when_it_is_about_as_much(
    guild, mia, ana, facts, is_same
):
    claim(story(guild, mia), mia)
    told = story(make.community("Circle", leader=ana, members=(mia,)), mia)

    if is_same:
        with pytest.raises(SameGain, match=r"“One price list” \(Guild\) claims a gain"):
            claim(told, ana, **facts)
    assert claim(told, ana, apart="Other hours" if is_same else "", **facts).story == told


def test_claim_of_another_community_may_be_the_same_gain_when_it_is_of_the_same_unit(
    guild, mia, ana, sales
):
    claim(story(guild, mia), mia, unit=sales)
    told = story(make.community("Circle", leader=ana, members=(mia,)), mia)
    money = {"hours": False, "currency": "EUR", "low": Decimal(70), "high": Decimal(90)}

    with pytest.raises(SameGain):
        claim(told, ana, unit=sales, **money)
    claim(told, ana, unit=make.unit("Finance"))


def test_claim_of_another_community_that_one_may_not_read_is_not_told_of(guild, mia):
    otto = make.person("Otto Outside")
    claim(story(guild, mia), mia)

    told = story(make.community("Circle", members=(otto,)), otto)

    assert claim(told, otto).apart == ""


def test_claim_of_a_story_that_one_may_not_read_is_not_told_of(guild, mia, ana):
    claim(story(guild, mia, seen_by="sponsor"), mia)
    told = story(guild, make.person("Otto Outside"), seen_by="organization")

    assert claim(told, ana).apart == ""
