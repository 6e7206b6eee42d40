"""What to do next: the steps and the advice of a community as one list of at most three."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mandorla.advice.judging import judge_all
from mandorla.base.indicators import plain
from mandorla.communities.header import header_of
from mandorla.communities.models import Community
from mandorla.core.conditions import Finding
from mandorla.dashboards.overview import read_overview
from mandorla.licenses.models import Standing
from mandorla.people.models import Person
from tests import make
from tests.advice.cases import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Person:
    return make.person("Ana")


@pytest.fixture
def ben() -> Person:
    return make.person("Ben")


@pytest.fixture
def atlas(ana: Person, ben: Person) -> Community:
    made = make.community("Atlas", leader=ana, sponsor=ben)
    make.charter(made, state="published", by=ana)
    return made


def look(community: Community, **known: Any) -> None:
    """What is known of the community, and what stands because of it."""
    Standing.objects.update_or_create(
        community=community, defaults={"read_at": make.AT, "findings": plain(found(known))}
    )
    judge_all({community.pk: found(known)}, at=make.AT)


def told(community: Community, person: Person) -> list[str]:
    header = header_of(community, person=person, tab="overview")
    read = read_overview(community=community, person=person, header=header, on=make.AT.date())
    return [waiting.sentence for waiting in read.waiting]


def test_overview_tells_the_gravest_three(atlas: Community, ana: Person):
    look(atlas, asks_waiting=1, rhythm_held=0.2, carried_lately=0.1, absence_factor=1)

    assert told(atlas, ana) == [
        "Too much depends on one person.",
        "The rhythm slips.",
        "Version 1 waits for the signature of the organization.",
    ]


def test_overview_tells_first_what_the_reader_can_do(atlas: Community, ana: Person, ben: Person):
    look(atlas, asks_waiting=1, absence_factor=1, similar_community=True)

    assert told(atlas, ben) == [
        "Version 1 waits for the signature of the organization.",
        "Another community works on the same topic.",
        "Too much depends on one person.",
    ]


def test_overview_says_a_thing_once(ana: Person):
    community = make.community("Fresh", leader=ana)
    look(community, has_sponsor=False, founded_days=60)

    assert told(community, ana) == ["It has no sponsor.", "The charter is not published."]


def test_overview_tells_members_no_advice(atlas: Community, client: Client):
    mia = make.person("Mia")
    look(atlas, rhythm_held=0.2)
    client.force_login(mia)

    page = client.get("/communities/atlas/").content.decode()

    assert told(atlas, mia) == []
    assert "/advice/" not in page


def test_overview_shows_evidence_advice_and_guide(atlas: Community, ana: Person, client: Client):
    look(atlas, rhythm_held=Finding(0.25, part=2, of=8))
    client.force_login(ana)

    page = client.get("/communities/atlas/").content.decode()

    assert "<b>The rhythm slips.</b>" in page
    assert "2 of 8 gatherings planned in 8 weeks were held." in page
    assert "Make gatherings shorter rather than skip them" in page
    assert 'href="/advice/guides/one-problem/"' in page
    assert 'href="/communities/atlas/advice/"' in page


def test_overview_of_a_closed_community_gives_no_advice(atlas: Community, ana: Person):
    look(atlas, rhythm_held=Finding(0.25, part=2, of=8))
    atlas.close(reason="Done", by=ana, at=make.AT, on=make.AT.date())

    assert told(atlas, ana) == []


def test_overview_costs_the_same_for_one_warning_and_for_three(
    atlas: Community, ana: Person, client: Client
):
    client.force_login(ana)

    def cost(**known: Any) -> int:
        look(atlas, **known)
        with CaptureQueriesContext(connection) as queries:
            client.get("/communities/atlas/")
        return len(queries)

    assert cost(rhythm_held=0.2) == cost(rhythm_held=0.2, asks_waiting=3, absence_factor=1)
