from __future__ import annotations

import pytest

from mandorla.communities.models import Community
from mandorla.value.models import Elicitation, Suggestion, Token, ValueStatement
from mandorla.value.shown import newest_round, shown_rounds


def figures(name: str):
    rounds = shown_rounds(Community.objects.get(name=name))
    assert all(found.figures for found in rounds)
    return [found.figures.overlap for found in rounds if found.figures]


def test_world_has_circles_that_came_together_over_three_rounds(world):
    first, second, third = figures("Atlas Change Champions")
    assert first < 0.35 < 0.45 < second < third


def test_world_has_circles_that_drifted_apart_over_three_rounds(world):
    first, second, third = figures("Lean Guild")
    assert first > 0.7 > second > 0.45 > 0.35 > third


def test_world_has_circles_that_are_apart(world):
    assert figures("Welding Circle")[0] < 0.2


@pytest.mark.parametrize("name", ["Third Wednesday", "Coffee with Ingrid", "Data Stewards"])
def test_world_has_circles_that_overlap(world, name):
    assert figures(name)[-1] > 0.5


def test_world_has_a_round_that_waits_for_priya(world):
    open_round = Elicitation.objects.get(state="open")
    assert open_round.community.name == "Third Wednesday"
    assert open_round.member_method == "best_worst"
    token = Token.objects.get(elicitation=open_round, person__name__startswith="Priya")
    assert not token.is_spent


def test_world_communities_show_the_newest_overlap(world):
    for community in Community.objects.exclude(overlap_share=None):
        shown = newest_round(shown_rounds(community))
        assert shown is not None
        assert shown.figures is not None
        assert community.overlap_share == shown.figures.overlap


def test_world_has_words_of_both_sides_that_wait(world):
    waiting = Suggestion.objects.filter(community__name="Ask Service", state="open")
    assert {suggestion.side for suggestion in waiting} == {"organization", "members"}


def test_world_has_a_statement_that_is_agreed_and_one_that_waits_for_a_signature(world):
    found = {s.community.name: s for s in ValueStatement.objects.select_related("community")}
    agreed, waiting = found["Third Wednesday"], found["Atlas Change Champions"]
    assert (agreed.state, waiting.state) == ("agreed", "published")
    assert agreed.elicitation is not None
    assert waiting.elicitation is not None
    assert (agreed.elicitation.number, waiting.elicitation.number) == (2, 3)
