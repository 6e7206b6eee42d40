"""The Value tab leads each reader on: to a first round, to an open one, to one that is due."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from tests.value.rounds import MEMBER, group, held
from tests.value.value_pages import opened, read, words

pytestmark = pytest.mark.django_db


def first_action(html: str) -> str:
    found = re.search(r'<p class="actions"><a class="button[^"]*"[^>]*>([^<]+)', html)
    return found[1] if found else ""


def test_page_teaches_the_way_to_a_first_round(client: Client):
    ana, ben, mia = make.person("Ana"), make.person("Ben"), make.person("Mia")
    community = make.community("Atlas", leader=ana, sponsor=ben, members=(mia,))
    chosen = make.expectations(community)
    for expectation in chosen[2:]:
        expectation.drop(by=None, at=make.AT)

    found = {
        person.name: first_action(opened(client, person, community))
        for person in (ana, ben, mia, make.person("Guest"))
    }

    assert found == {
        "Ana": "Choose expectations",
        "Ben": "Say what you expect",
        "Mia": "Say what you expect",
        "Guest": "See what is expected",
    }
    html = opened(client, ana, community)
    assert "2 of at least 6 expectations are chosen." in words(html)


def test_page_leads_who_holds_rounds_to_open_the_first_one(client: Client):
    ana = make.person("Ana")
    community = make.community("Atlas", leader=ana)
    make.expectations(community)

    assert first_action(opened(client, ana, community)) == "Open the first round"


def test_page_leads_each_to_an_open_round(client: Client):
    atlas = group(8)
    now = timezone.now()
    elicitation = make.elicitation(
        atlas.community, opens_at=now, at=now, closes_at=now + timedelta(days=9)
    )

    member = opened(client, atlas.members[0], atlas.community)
    sponsor = opened(client, atlas.ben, atlas.community)
    guest = opened(client, make.person("Guest"), atlas.community)

    place = f"/communities/{atlas.community.slug}/value/rounds/1/"
    assert f'<a href="{place}ballot/">Vote now</a>' in member
    assert f'<a href="{place}answer/">Answer for the organization</a>' in sponsor
    assert f'<a href="{place}">See how far it is</a>' in guest
    elicitation.cast(make.points(*MEMBER), person=atlas.members[0], at=now)
    after = words(opened(client, atlas.members[0], atlas.community))
    assert "You have answered." in after


def test_page_says_why_a_round_is_due():
    atlas = group(8)
    held(atlas)

    assert read(atlas.community, atlas.ana, days=20).due == ""
    assert read(atlas.community, atlas.ana, days=300).due == "six months after the first round"
