"""Opening a round: who may, what the page proposes and why, and what it refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from mandorla.base.models import Event
from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person
from mandorla.value.forms.rounds import OpenForm
from mandorla.value.models import Elicitation
from mandorla.value.round_page import read_opening
from tests import make
from tests.value.voting import running

pytestmark = pytest.mark.django_db
WISHES = (40, 20, 20, 10, 10, 0)
NEW = "/communities/atlas/value/rounds/new/"
ONE = "/communities/atlas/value/rounds/1/"


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Marković")


@pytest.fixture
def atlas(ana: Person) -> Community:
    """Eight members and a leader, a sponsor, six expectations."""
    community = make.community(
        "Atlas", leader=ana, sponsor=make.person("Ben Okafor"), members=make.members(8)
    )
    make.expectations(community)
    return community


def sent(**facts: Any) -> dict[str, Any]:
    """What a browser sends when somebody opens a round without changing anything."""
    return {
        "reason": "founding",
        "organization_method": "points",
        "member_method": "points",
        "opens_on": "",
        "opens_time": "",
        "closes_on": (timezone.localdate() + timedelta(days=14)).isoformat(),
        "reminder_days": ["7", "2"],
        "floor": "50",
        **facts,
    }


def text(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_facilitator_opens_a_round_as_the_page_proposes(client: Client, ana, atlas):
    client.force_login(ana)
    shown = client.get(NEW)

    answer = client.post(NEW, sent())

    assert shown.context["form"].initial["member_method"] == "points"
    assert (answer.status_code, answer.headers["Location"]) == (302, ONE)
    found = Elicitation.objects.get(community=atlas)
    assert (found.state, found.reminder_days, found.floor_share) == ("open", [7, 2], 0.5)
    assert timezone.localtime(found.closes_at).strftime("%H:%M") == "23:59"
    assert found.tokens.count() == 9
    assert Event.objects.filter(verb="elicitation.opened", by=ana).count() == 1


def test_facilitator_opens_a_round_for_later(client: Client, ana, atlas):
    client.force_login(ana)
    later = timezone.localdate() + timedelta(days=3)

    client.post(NEW, sent(opens_on=later.isoformat(), opens_time="09:30"))

    found = Elicitation.objects.get(community=atlas)
    assert timezone.localtime(found.opens_at).strftime("%H:%M") == "09:30"
    assert found.phase(at=timezone.now()) == "coming"
    assert "It has not begun." in text(client, ONE)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"opens_on": "2020-01-01"}, "opens_on"),
        ({"opens_time": "09:00"}, "opens_on"),
        ({"opens_on": "soon"}, "opens_on"),
        ({"closes_on": "2020-01-01"}, "closes_on"),
        ({"closes_on": ""}, "closes_on"),
        ({"closes_on": "9999-12-31"}, "closes_on"),
        ({"floor": "101"}, "floor"),
        ({"member_method": "facilitated"}, "member_method"),
        ({"organization_method": "guessing"}, "organization_method"),
        ({"reason": "survey"}, "reason"),
        ({"reminder_days": ["3"]}, "reminder_days"),
    ],
)
def test_opening_says_what_is_wrong_when_it_makes_no_sense(
    client: Client, ana, atlas, facts, field
):
    client.force_login(ana)

    answer = client.post(NEW, sent(**facts))

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Elicitation.objects.exists()


def test_round_opens_now_when_only_today_is_given(ana, atlas):
    opening = read_opening(atlas, on=make.AT.date())
    form = OpenForm(
        sent(opens_on="2026-03-02", closes_on="2026-03-16"), opening=opening, at=make.AT
    )

    assert form.is_valid(), form.errors
    assert form.told()["opens_at"] == make.AT


def test_opening_leads_to_the_expectations_when_there_are_too_few(client: Client, ana):
    community = make.community("Atlas", leader=ana)
    make.expectations(community, count=4)
    client.force_login(ana)

    shown = text(client, NEW)

    assert "there are 4 so far" in shown
    assert "2 more are needed" in shown
    assert "Open the round</button>" not in shown


def test_opening_proposes_a_gathering_when_the_group_is_small(client: Client, ana):
    community = make.community("Atlas", leader=ana, members=make.members(3))
    make.expectations(community)
    client.force_login(ana)

    form = client.get(NEW).context["form"]

    assert form.initial["member_method"] == "facilitated"
    assert client.post(NEW, sent(member_method="facilitated")).status_code == 302


def test_sponsors_can_weigh_in_a_gathering_however_many_members_there_are(
    client: Client, ana, atlas
):
    client.force_login(ana)

    assert "the sponsors agree on one answer together" in text(client, NEW)
    assert client.post(NEW, sent(organization_method="facilitated")).status_code == 302
    assert Elicitation.objects.get().organization_method == "facilitated"


def test_opening_proposes_best_and_worst_when_there_are_many_expectations(client: Client, ana):
    community = make.community("Atlas", leader=ana, members=make.members(8))
    make.expectations(community, count=12)
    client.force_login(ana)

    assert client.get(NEW).context["form"].initial["member_method"] == "best_worst"


def test_opening_is_refused_when_a_round_is_open(client: Client, ana, atlas):
    running(atlas)
    client.force_login(ana)

    assert "A round is open already" in text(client, NEW)
    assert client.post(NEW, sent()).status_code == 409
    assert Elicitation.objects.count() == 1


@pytest.mark.parametrize("role", ["member", "steward", "sponsor", "guest"])
def test_opening_does_not_exist_for_those_who_hold_no_rounds(client: Client, atlas, role):
    who = make.person()
    Membership.appoint(community=atlas, person=who, role=role, by=None, at=make.AT)
    client.force_login(who)

    assert client.get(NEW).status_code == 404
    assert client.post(NEW, sent()).status_code == 404


@pytest.mark.parametrize("role", ["facilitator", "core", "leader"])
def test_opening_is_there_for_those_who_hold_rounds(client: Client, atlas, role):
    who = make.person()
    Membership.appoint(community=atlas, person=who, role=role, by=None, at=make.AT)
    client.force_login(who)

    assert client.get(NEW).status_code == 200
