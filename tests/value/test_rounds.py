"""The pages of a round: how far it is, to whom it says what, and what can be done with it when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person
from mandorla.value.counting import close
from mandorla.value.models import Elicitation, SponsorAnswer
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


def member_of(community: Community) -> Person:
    return (
        community.memberships.filter(role="member").select_related("person").order_by("pk")[0]
    ).person


def text(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


# --- watching ---


def test_round_tells_counts_of_members_and_names_of_sponsors(client: Client, ana, atlas):
    elicitation = running(atlas)
    mia = member_of(atlas)
    now = timezone.now()
    elicitation.cast(make.points(*WISHES), person=mia, at=now)
    ben = Person.objects.get(name="Ben Okafor")
    SponsorAnswer.give(elicitation=elicitation, answer=make.points(*WISHES), by=ben, at=now)
    client.force_login(ana)

    shown = text(client, ONE)

    assert "1 of 9 members have voted." in shown
    assert "has answered" in shown
    assert "Little can be concluded while fewer than 5 have answered." in shown
    assert mia.name not in shown


def test_round_offers_each_what_they_can_do(client: Client, ana, atlas):
    elicitation = running(atlas)
    mia = member_of(atlas)

    client.force_login(mia)
    assert ">Vote</a>" in text(client, ONE)
    assert "Hold the round" not in text(client, ONE)
    elicitation.cast(make.points(*WISHES), person=mia, at=timezone.now())
    assert "You have voted." in text(client, ONE)
    client.force_login(make.person())
    assert ">Vote</a>" not in text(client, ONE)
    client.force_login(ana)
    assert "Hold the round" in text(client, ONE)


@pytest.mark.parametrize("count", [1, 4])
def test_round_costs_the_same_queries_for_one_and_for_four(
    client: Client, ana, atlas, count, django_assert_num_queries
):
    elicitation = running(atlas)
    for number in range(count):
        sponsor = make.person(f"Sponsor {number}")
        Membership.appoint(community=atlas, person=sponsor, role="sponsor", by=None, at=make.AT)
        SponsorAnswer.give(
            elicitation=elicitation, answer=make.points(*WISHES), by=sponsor, at=timezone.now()
        )
    client.force_login(ana)

    with django_assert_num_queries(17):
        client.get(ONE)


# --- holding ---


def test_round_is_extended(client: Client, ana, atlas):
    elicitation = running(atlas)
    client.force_login(ana)
    until = timezone.localdate() + timedelta(days=30)

    answer = client.post(f"{ONE}extension/", {"closes_on": until.isoformat()})

    assert answer.status_code == 302
    elicitation.refresh_from_db()
    assert timezone.localtime(elicitation.closes_at).date() == until


@pytest.mark.parametrize(
    ("closes_on", "status"), [("2020-01-01", 409), ("", 422), ("2200-01-01", 409)]
)
def test_round_is_not_extended_when_the_day_makes_no_sense(
    client: Client, ana, atlas, closes_on, status
):
    before = running(atlas).closes_at
    client.force_login(ana)

    assert client.post(f"{ONE}extension/", {"closes_on": closes_on}).status_code == status
    assert Elicitation.objects.get().closes_at == before


def test_round_is_closed_and_counted(client: Client, ana, atlas):
    elicitation = running(atlas)
    client.force_login(ana)

    client.post(f"{ONE}closure/")

    elicitation.refresh_from_db()
    assert elicitation.state == "closed"
    assert elicitation.result.why_hidden == "no_organization"
    assert client.post(f"{ONE}closure/").status_code == 409
    assert "It was closed and counted" in text(client, ONE)


def test_round_is_canceled_only_while_nobody_has_answered(client: Client, ana, atlas):
    elicitation = running(atlas)
    client.force_login(ana)
    elicitation.cast(make.points(*WISHES), person=member_of(atlas), at=timezone.now())

    refused = client.post(f"{ONE}cancellation/")
    close(elicitation, by=None, at=timezone.now())
    second = running(atlas)
    client.post("/communities/atlas/value/rounds/2/cancellation/")

    assert refused.status_code == 409
    assert "Cancel it…" not in refused.content.decode()
    second.refresh_from_db()
    assert second.state == "canceled"


def test_newcomers_are_counted_and_can_be_asked_too(client: Client, ana, atlas):
    elicitation = running(atlas)
    newcomer = make.person()
    Membership.join(community=atlas, person=newcomer, at=timezone.now())
    client.force_login(ana)

    assert "1 member came since it was opened" in text(client, ONE)
    client.post(f"{ONE}newcomers/")

    assert elicitation.tokens.of(newcomer).count() == 1
    assert "came since it was opened" not in text(client, ONE)


@pytest.mark.parametrize("verb", ["extension", "closure", "cancellation", "newcomers"])
def test_verbs_do_not_exist_for_those_who_hold_no_rounds(client: Client, atlas, verb):
    elicitation = running(atlas)
    client.force_login(member_of(atlas))

    assert client.post(f"{ONE}{verb}/", {"closes_on": "2030-01-01"}).status_code == 404
    assert Elicitation.objects.get().closes_at == elicitation.closes_at


def test_round_says_that_it_waits_when_its_time_is_over(client: Client, ana, atlas):
    now = timezone.now()
    running(
        atlas,
        opens_at=now - timedelta(days=9),
        at=now - timedelta(days=9),
        closes_at=now - timedelta(days=1),
    )
    client.force_login(ana)

    shown = text(client, ONE)

    assert "Its time is over." in shown
    assert "Count it now" in shown
