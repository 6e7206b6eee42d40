"""Communities: how they live, and how they are found."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.communities.models import Community
from tests import make

pytestmark = pytest.mark.django_db


def names(found: object) -> list[str]:
    return sorted(community.name for community in found)  # type: ignore[attr-defined]


def test_community_lives_from_forming_to_closed() -> None:
    leader = make.person("Ana")
    community = make.community("Atlas", leader=leader)

    community.start(by=leader, at=make.AT)
    community.wind_down(reason="Atlas is everywhere", by=leader, at=make.AT)
    community.close(reason="Atlas is everywhere", by=leader, at=make.AT, on=make.AT.date())

    community.refresh_from_db()
    assert (community.status, community.closed_on) == ("closed", make.AT.date())
    verbs = Event.objects.within(community).order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[1:] == [
        "community.started",
        "community.winding_down",
        "community.closed",
    ]


def test_community_refuses_a_verb_that_its_status_does_not_have() -> None:
    leader = make.person("Ana")
    community = make.community("Atlas", leader=leader, status="active")

    with pytest.raises(Refused, match="Atlas is active, so this is not possible now"):
        community.start(by=leader, at=make.AT)

    assert not Event.objects.filter(verb="community.started").exists()


def test_community_tells_the_second_of_two_who_act_at_once() -> None:
    leader = make.person("Ana")
    community = make.community("Atlas", leader=leader)
    other = Community.objects.get(pk=community.pk)
    community.start(by=leader, at=make.AT)

    with pytest.raises(Stale, match="Somebody else changed the status"):
        other.start(by=leader, at=make.AT)

    assert Event.objects.filter(verb="community.started").count() == 1


def test_community_status_outside_its_life_is_refused_by_the_database() -> None:
    community = make.community("Atlas")

    with pytest.raises(IntegrityError), transaction.atomic():
        Community.objects.filter(pk=community.pk).update(status="asleep")


def test_community_gets_an_address_of_its_own() -> None:
    slugs = [make.community(name).slug for name in ("Welding", "Welding", "New", "!?", "!?")]

    assert slugs == ["welding", "welding-2", "new-2", "community", "community-2"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("weld", ["Welding Circle"]),
        ("WELDING circ", ["Welding Circle"]),
        ("mark", ["Atlas"]),
        ("ana atl", ["Atlas"]),
        ("robots", ["Welding Circle"]),
        ("robots atlas", []),
        ("Šárk", ["Data Stewards"]),
        ("", ["Atlas", "Data Stewards", "Welding Circle"]),
        ('"', []),
        ("weld%s ' OR 1=1", []),
        ("*", []),
    ],
)
def test_community_is_found_by_beginnings_of_words_and_by_who_leads(
    words: str, expected: list[str]
) -> None:
    make.community("Atlas", leader=make.person("Ana Marković"))
    make.community("Welding Circle", purpose="Better seams with robots")
    make.community("Data Stewards", leader=make.person("Šárka Nová"))

    assert names(Community.objects.matching(words)) == expected


def test_community_is_no_longer_found_by_somebody_who_stopped_leading() -> None:
    leader = make.person("Ana Marković")
    community = make.community("Atlas", leader=leader)

    community.memberships.get(role="leader").end(by=leader, at=make.AT)

    assert names(Community.objects.matching("markov")) == []


def test_community_is_found_by_its_new_name_when_described_again() -> None:
    leader = make.person("Ana")
    community = make.community("Atlas", leader=leader)

    community.describe(name="Helios", purpose="x", joining="ask", unit=None, by=leader, at=make.AT)

    assert names(Community.objects.matching("helios")) == ["Helios"]
    assert names(Community.objects.matching("atlas")) == []
