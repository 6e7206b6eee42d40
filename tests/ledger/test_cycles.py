"""The cycles of value: each has a question for a story, and something to count."""

from __future__ import annotations

import pytest

from mandorla.ledger.cycles import cycles
from mandorla.ledger.models.story import STEPS
from tests import make


def test_cycles_follow_a_story_and_each_can_be_asked_and_counted():
    found = cycles()

    assert [cycle.step for cycle in found[:5]] == list(STEPS)
    assert {cycle.key for cycle in found[5:]} == {"strategic", "enabling"}
    assert all(cycle.question.endswith("?") and len(cycle.counted) >= 2 for cycle in found)


@pytest.mark.django_db
def test_telling_page_offers_the_questions_of_all_cycles(client):
    make.community("Guild")
    client.force_login(make.person())

    page = client.get("/communities/guild/stories/new/").content.decode()

    assert [cycle.key for cycle in cycles() if cycle.question not in page] == []
