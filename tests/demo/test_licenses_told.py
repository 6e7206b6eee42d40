"""The story world has a license in every state that there is."""

from __future__ import annotations

from collections import Counter

import pytest

from mandorla.core.lifecycle import LICENSE
from mandorla.licenses.known import standing_of
from mandorla.licenses.models import Decision, Ending, License, PrivateRemark, Review, Standing
from mandorla.licenses.models.decision_kinds import NEEDS_REASON
from mandorla.licenses.models.policy import Policy
from mandorla.maturity.models import ProfileRound


@pytest.fixture
def licenses(world) -> list[License]:
    return list(License.objects.select_related("community").order_by("pk"))


def test_world_has_a_license_in_every_state(licenses):
    assert {one.state for one in licenses} == set(LICENSE.states)


def test_world_has_a_license_in_every_standing(world, licenses):
    found = Counter(
        standing_of(one, on=world, policy=Policy.of(one.community.archetype)) for one in licenses
    )
    assert set(found) == {"none", "in_force", "review_due", "grace", "lapsed", "paused"}
    assert (found["grace"], found["lapsed"], found["paused"]) == (1, 1, 1)


def test_decisions_have_a_reason_when_somebody_has_to_live_with_them(licenses):
    for decision in Decision.objects.filter(kind__in=NEEDS_REASON):
        assert decision.reason


def test_decisions_keep_what_was_known_when_they_were_made(licenses):
    assert all(len(decision.evidence) > 10 for decision in Decision.objects.all())


def test_renewal_of_ben_waits_with_a_remark_for_him_alone(licenses):
    review = Review.objects.get(license__community__slug="atlas-change-champions", kind="renewal")
    assert (review.state, str(review.reader)) == ("answered", "Karin Lindqvist")
    assert PrivateRemark.objects.get().review == review
    assert not Decision.objects.filter(review=review).exists()


def test_condition_is_met_when_the_story_says_so(licenses):
    lunch = License.objects.get(community__slug="third-wednesday")
    states = dict(lunch.conditions.values_list("state", "text"))
    assert set(states) == {"met", "open"}
    assert lunch.state == "conditional"


def test_world_knows_how_each_community_stands(licenses):
    standings = {one.community.name: one for one in Standing.objects.select_related("community")}
    assert len(standings) == 12
    assert all(one.findings for one in standings.values())
    assert standings["Atlas Change Champions"].stage == 2
    assert standings["Mentoring Circle One"].warnings == 0


def test_members_of_atlas_said_how_far_it_is_without_anybody_being_known(licenses):
    found = ProfileRound.objects.get(community__slug="atlas-change-champions")
    assert (found.state, found.why_hidden) == ("closed", "")
    assert found.assessment is not None


def test_one_community_has_ended_well_and_left_a_page(world):
    ending = Ending.objects.get(community__slug="mentoring-circle-one")
    assert (ending.state, ending.community.status) == ("closed", "closed")
    assert "Three of us" in ending.changed
    assert sorted(str(one.person) for one in ending.thanked.all()) == [
        "Iva Petrova",
        "Ruth Cohen",
    ]
    last = Decision.objects.filter(license__community=ending.community).latest("at")
    assert (last.kind, str(last.by)) == ("retire", "Ruth Cohen")


def test_one_community_has_announced_its_end_and_named_an_heir(world):
    ending = Ending.objects.get(community__slug="supplier-roundtable")
    assert (ending.state, ending.community.status) == ("open", "closing")
    assert [str(one) for one in ending.heirs.all()] == ["Frontier: vision checks"]
    assert ending.last_on > world
