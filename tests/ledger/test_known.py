"""What is known of communities from measures and stories, for many at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandorla.communities.models import Community
from mandorla.core.conditions import Finding
from mandorla.ledger.known import read
from mandorla.ledger.models import Claim, Measure, Story
from tests import make
from tests.ledger.measuring import FAR, measured, read_weekly
from tests.value.rounds import group, held

pytestmark = pytest.mark.django_db


def known(community: Community, name: str) -> Finding | None:
    return read([community.pk], at=FAR).get(name, {}).get(community.pk)


def shared_community() -> Community:
    atlas = group(8)
    held(atlas)
    return atlas.community


def both(community: Community, text: str) -> None:
    expectation = community.expectations.get(text=text)
    for role in ("leading", "outcome"):
        measured(community, expectation=expectation, role=role, name=f"{text}, {role}")


def claim(community: Community, *, state: str, story_state: str = "told") -> None:
    story = Story.objects.create(
        community=community,
        number=Story.objects.count() + 1,
        title="A story",
        seen_by="community",
        happened="It helped",
        state=story_state,
        told_at=make.AT,
    )
    Claim.objects.create(
        story=story,
        kind="capacity",
        low=Decimal(10),
        high=Decimal(20),
        share=Decimal("0.5"),
        confidence=Decimal("0.8"),
        begins_on=make.AT.date(),
        ends_on=make.AT.date(),
        state=state,
        claimed_at=make.AT,
    )


# --- measures -----------------------------------------------------------------------------------


def test_measures_complete_counts_shared_expectations_with_both():
    community = shared_community()
    both(community, "Faster roll-out")
    measured(community, expectation=community.expectations.get(text="Fewer repeat errors"))

    assert known(community, "measures_complete") == Finding(0.25, part=1, of=4)


def test_measures_complete_leaves_out_what_is_not_shared_or_dropped():
    community = shared_community()
    both(community, "A network across units")
    community.expectations.get(text="Faster roll-out").drop(by=None, at=FAR)

    assert known(community, "measures_complete") == Finding(0.0, part=0, of=3)


def test_measures_complete_forgets_what_is_retired():
    community = shared_community()
    both(community, "Faster roll-out")
    Measure.objects.get(role="leading").retire(because="No use", by=None, at=FAR)

    assert known(community, "measures_complete") == Finding(0.0, part=0, of=4)


def test_measures_complete_is_not_known_without_a_shown_round():
    community = make.community()
    both_expected = make.expectations(community)[0]
    measured(community, expectation=both_expected)

    assert known(community, "measures_complete") is None


# --- stories and value --------------------------------------------------------------------------


def test_stories_confirmed_counts_claims_that_stand():
    community, other = make.community(), make.community()
    claim(community, state="confirmed")
    claim(community, state="claimed")
    claim(community, state="confirmed", story_state="withdrawn")
    claim(other, state="refused")

    assert known(community, "stories_confirmed") == Finding(1)
    assert known(other, "stories_confirmed") == Finding(0)
    assert known(community, "value_realized") == Finding(True)
    assert known(other, "value_realized") == Finding(False)


@pytest.mark.parametrize(
    ("facts", "is_realized"),
    [
        ({"baseline": 30.0, "target": 41.0}, True),
        ({"baseline": None, "target": 41.0}, False),
        ({"baseline": 30.0, "target": 60.0}, False),
        ({"baseline": 30.0, "target": 41.0, "role": "leading"}, False),
    ],
)
def test_value_is_realized_when_an_outcome_is_read_at_its_target(
    facts: dict[str, Any], is_realized: bool
):
    community = make.community()
    read_weekly(measured(community, **facts), 3)

    assert known(community, "value_realized") == Finding(is_realized)


def test_known_asks_as_often_for_many_communities_as_for_one():
    first = shared_community()
    both(first, "Faster roll-out")
    claim(first, state="confirmed")
    others = [first.pk, *(shared_community().pk for _number in range(2))]
    read(others, at=FAR)

    with CaptureQueriesContext(connection) as one:
        read([first.pk], at=FAR)
    with CaptureQueriesContext(connection) as many:
        read(others, at=FAR)

    assert len(many) == len(one)
    assert read([], at=FAR) == {}
