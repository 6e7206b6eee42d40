"""Closing a community, the page it leaves, and becoming another kind."""

from __future__ import annotations

import pytest
from django.utils import timezone

from mandorla.communities.models import Charter, Community
from mandorla.licenses.models import Decision, Ending, License
from tests import make
from tests.licenses.ending_browser import BASE, ENDING, LEGACY, active, read, send
from tests.licenses.ending_world import LATER, ends, everything, heir_of, retire_all
from tests.licenses.granting import granted
from tests.licenses.reporting import browser


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)


def closed(people, **facts):
    """The whole way, with an heir that took a lesson."""
    everything(people)
    ending = ends(people, **facts)
    heir = heir_of(ending, people)
    send(people.leader, f"{ENDING}things/", kind="lesson", do="hand_all", to=heir.pk)
    retire_all(ending, people)
    named = [people.leader.pk, people.core.pk]
    send(people.leader, f"{ENDING}thanks/", person=named, words="Well done all", edits=0)
    send(people.leader, f"{ENDING}changes/", text="Doors are drawn first.", edits=1)
    send(people.leader, f"{ENDING}close/")
    return heir


# --- closing and the page it leaves ---


def test_leader_asks_those_who_decide_when_a_license_runs(people):
    granted(people.community, by=people.leader, sponsor=people.sponsor)
    people.community.refresh_from_db()
    ends(people)
    assert "Ask them to close it" in read(people.leader, f"{ENDING}close/")
    answer = browser(people.leader).post(f"{ENDING}close/")
    assert answer.status_code == 409
    send(people.leader, f"{ENDING}request/")

    assert people.sponsor.notifications.filter(kind="ending.ready").count() == 1
    send(people.sponsor, f"{ENDING}close/")
    assert License.objects.get().state == "retired"
    assert Decision.objects.get(kind="retire").by == people.sponsor


def test_closing_says_what_is_left(people):
    everything(people)
    ends(people)
    answer = browser(people.leader).post(f"{ENDING}close/")

    assert answer.status_code == 409
    assert "Not everything has an heir or is retired yet" in answer.content.decode()
    assert Community.objects.get(pk=people.community.pk).status == "closing"


def test_page_it_leaves_is_read_by_everybody(people):
    heir = closed(people)
    found = read(people.stranger, LEGACY)

    for said in (
        "We are done",
        "Doors are drawn first.",
        "Draw doors first",
        "Well done all",
        "Cleo Core",
        f"/communities/{heir.slug}/work/",
        "4 people on its last day",
    ):
        assert said in found, said
    assert "Mio Member" not in found
    assert "Call" not in found  # what somebody had taken on
    assert "what it leaves" in read(people.stranger, BASE)
    directory = read(people.stranger, "/communities/", status="closed")
    assert LEGACY in directory
    assert "left something to" in read(people.stranger, f"/communities/{heir.slug}/")


def test_person_takes_their_name_out_by_one_click(people):
    closed(people)
    assert "You are thanked by name." in read(people.core, LEGACY)
    send(people.core, f"{LEGACY}name/", decline="1")

    assert "Cleo Core" not in read(people.leader, LEGACY)
    assert browser(people.stranger).get(f"{LEGACY}name/").status_code == 404
    assert browser(people.member).post(f"{LEGACY}name/", {"decline": "1"}).status_code == 404


def test_closed_register_says_what_is_not_known(people):
    community = make.community(
        "Old SIG", status="closed", source="kubernetes", source_key="old", purpose=""
    )
    found = read(people.stranger, f"/communities/{community.slug}/legacy/")

    assert "Not known: when it began, when it ended, what it was for" in found


def test_living_community_leaves_nothing_yet(people):
    active(people)

    answer = browser(people.member).get(LEGACY)
    assert answer.headers["Location"] == BASE


def test_header_says_the_last_day_while_it_closes(people):
    ends(people)
    found = read(people.member, f"{BASE}gatherings/")

    assert "30 April" in found
    assert LEGACY in found
    assert "It is coming to its end" in read(people.member, LEGACY)


def test_it_goes_on_after_all_from_any_step(people):
    ends(people)
    send(people.leader, f"{ENDING}resumption/")

    assert Community.objects.get(pk=people.community.pk).status == "active"
    assert Ending.objects.get().state == "given_up"
    assert "Announce it" in read(people.leader, ENDING)


def test_end_is_given_up_when_the_community_is_resumed_elsewhere(people):
    ends(people)
    send(people.leader, f"{BASE}status/", verb="resume")

    assert Ending.objects.get().state == "given_up"


def test_community_does_not_close_past_its_steps(people):
    everything(people)
    ends(people)
    answer = send(people.leader, f"{BASE}status/", verb="close", reason="Now")

    assert answer.status_code == 409
    assert Community.objects.get(pk=people.community.pk).status == "closing"


# --- another kind ---


def test_community_becomes_another_kind_with_a_charter_and_an_application(people):
    granted(people.community, by=people.leader, sponsor=people.sponsor)
    make.charter(people.community, state="published", by=people.leader)
    sent = {"archetype": "practice_guild", "reason": "The change is over", "license": "full"}
    refused = browser(people.leader).post(f"{BASE}transformation/", sent)
    assert refused.status_code == 422
    send(people.karin, f"{BASE}transformation/", **sent)

    community = Community.objects.get(pk=people.community.pk)
    assert (community.archetype, community.status) == ("practice_guild", "active")
    assert list(License.objects.order_by("number").values_list("state", flat=True)) == [
        "transformed",
        "draft",
    ]
    charter = Charter.objects.get(community=community, state="draft")
    assert charter.version == 2
    assert Decision.objects.get(kind="transform").reason == "The change is over"


def test_nobody_else_transforms_it(people):
    active(people)
    sent = {"archetype": "practice_guild", "reason": "So", "license": "full"}

    for who in (people.member, people.stranger, people.auditor):
        assert browser(who).post(f"{BASE}transformation/", sent).status_code == 404
    wrong = browser(people.leader).post(f"{BASE}transformation/", {**sent, "archetype": "x"})
    assert wrong.status_code == 422
