from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mandorla.base.models import Event, Organization
from mandorla.communities.models import (
    Charter,
    Community,
    Fit,
    Force,
    Membership,
    MembershipRequest,
    Proposal,
    Signature,
)
from mandorla.demo import texts
from mandorla.demo.rules import one_click_people
from mandorla.gatherings.models import Series
from mandorla.people.models import Person, Placement, Unit

FOUNDING = {
    "Atlas Change Champions": "change_champions",
    "Coffee with Ingrid": "strategic_constituency",
    "Third Wednesday": "tech_specialists",
}


def test_world_has_about_six_hundred_people_in_fourteen_units(world):
    placed = Placement.objects.current()

    assert Unit.objects.count() == 14
    assert placed.count() == 608
    assert set(placed.values_list("unit__name", flat=True)) == {
        unit["name"] for unit in texts.organization()["units"]
    }


def test_world_is_one_organization_and_a_demo(world):
    organization = Organization.current()

    assert organization is not None
    assert (organization.name, organization.is_demo) == ("Halden Works", True)


def test_world_people_have_names_of_their_own(world):
    names = list(Person.objects.values_list("name", flat=True))

    assert len(set(names)) == len(names)


def test_world_has_twelve_communities_three_of_them_founding(world):
    assert Community.objects.count() == 12
    assert (
        dict(Community.objects.filter(name__in=FOUNDING).values_list("name", "archetype"))
        == FOUNDING
    )


def test_world_communities_are_of_every_status(world):
    assert set(Community.objects.values_list("status", flat=True)) == {
        "forming",
        "active",
        "closing",
        "closed",
    }


@pytest.mark.parametrize("name", FOUNDING)
def test_founding_community_is_told_in_full(world, name):
    community = Community.objects.get(name=name)
    agreed = community.charters.filter(state="agreed").latest("version")
    judged = Fit.objects.filter(charter=agreed)

    assert community.charters.exclude(state="draft").count() >= 2
    assert all(len(texts) >= 2 for texts in agreed.forces_by_kind().values())
    assert set(judged.values_list("pair", flat=True)) == {
        "benefit_concern",
        "concern_payoff",
        "benefit_payoff",
    }
    assert judged.values("judged_by").distinct().count() >= 2
    assert set(agreed.signatures.values_list("role", flat=True)) == {"sponsor", "leader"}
    assert all([agreed.purpose, agreed.value_statement, agreed.limits, agreed.data_use])
    assert Series.objects.filter(community=community).exclude(rule="").exists()


def test_world_shows_what_may_be_missing(world):
    published = Charter.objects.filter(state="published")
    latest = {charter.community.name: charter for charter in Charter.objects.order_by("version")}

    assert not latest["Ask Service"].forces.filter(kind="payoff").exists()
    assert latest["Energy Watch"].state == "draft"
    assert published.filter(signatures=None, community__name="Night Shift Table").exists()
    assert set(
        Signature.objects.filter(charter=latest["Frontier: vision checks"]).values_list(
            "side", flat=True
        )
    ) == {"members"}
    assert latest["Welding Circle"].state == "draft"
    assert Fit.objects.filter(score=0).exists()
    assert Community.objects.get(name="Night Shift Table").archetype == ""
    assert Series.objects.filter(rule="").exclude(found_text="").exists()


def test_world_has_a_sponsor_who_left(world):
    sponsors = Membership.objects.filter(community__name="Data Stewards", role="sponsor")

    assert [(held.person.name, held.former, held.person.is_active) for held in sponsors] == [
        ("Helena Sousa", True, False)
    ]


def test_world_has_communities_of_every_size(world):
    def people(name):
        current = Membership.objects.current().filter(community__name=name)
        return current.values("person").distinct().count()

    assert people("Lean Guild") == 150
    assert people("Data Stewards") == 62
    assert people("Frontier: vision checks") == 9
    assert people("Energy Watch") == 3


def test_world_has_something_that_waits(world):
    waiting = MembershipRequest.objects.filter(answered_at=None)

    assert set(waiting.values_list("community__name", "role")) == {
        ("Data Stewards", "leader"),
        ("Energy Watch", "member"),
    }
    assert [proposal.proposer.name for proposal in Proposal.objects.unfinished()] == ["Marek Novák"]


def test_ben_sponsors_three_communities(world):
    held = Membership.objects.current().filter(person__name="Ben Okafor", role="sponsor")

    assert set(held.values_list("community__name", flat=True)) == {
        "Atlas Change Champions",
        "Third Wednesday",
        "Welding Circle",
    }


def test_world_offers_six_people_and_has_an_auditor(world):
    assert [(person.name, part) for person, part in one_click_people()] == [
        ("Ana Marković", "leads Atlas Change Champions"),
        ("Priya Nair", "is a member of four communities"),
        ("Ingrid Dahl", "is the CEO and hosts Coffee with Ingrid"),
        ("Tomás Herrera", "leads Third Wednesday"),
        ("Ben Okafor", "sponsors three communities"),
        ("Karin Lindqvist", "runs the program of all communities"),
    ]
    assert Person.objects.get(is_auditor=True).name == "Yusuf Arslan"


def test_priya_is_in_as_many_communities_as_the_sign_in_page_says(world):
    assert Membership.objects.current().filter(person__name="Priya Nair").count() == 4


def test_world_lies_in_the_past_and_on_working_days(world):
    moments = list(Event.objects.values_list("at", flat=True))

    assert all(moment.date() < world for moment in moments)
    assert {moment.weekday() for moment in moments} <= {0, 1, 2, 3, 4}
    assert not Membership.objects.filter(since_on__gte=world).exists()


def test_history_of_a_community_reads_in_the_order_it_happened(world):
    community = Community.objects.get(name="Atlas Change Champions")
    told = Event.objects.within(community).order_by("pk")

    moments = list(told.official().values_list("at", flat=True))
    days = [at.date() for at in told.values_list("at", flat=True)]  # all that is kept of others

    assert moments == sorted(moments)
    assert days == sorted(days)
    assert told[0].sentence == "Ana Marković proposed Atlas Change Champions."
    assert moments[-1].date() > world - timedelta(days=30)


def test_texts_have_no_gaps_left_to_fill(world):
    texts_shown = [
        *Force.objects.values_list("text", flat=True),
        *Fit.objects.values_list("reason", flat=True),
        *(text for charter in Charter.objects.all() for text in charter.texts.values()),
        *Community.objects.values_list("purpose", flat=True),
    ]

    assert not [text for text in texts_shown if "{" in text or "[" in text or "lorem" in text]


def test_judgments_are_by_people_who_may_judge(world):
    def might(fit):
        day = fit.judged_at.date()
        held = Membership.objects.filter(
            community=fit.charter.community,
            person=fit.judged_by,
            role__in=["leader", "core", "sponsor"],
            since_on__lte=day,
        )
        return held.exclude(until_on__lt=day).exists()

    assert [str(fit.reason) for fit in Fit.objects.all() if not might(fit)] == []


def test_world_is_described_in_the_documentation(world):
    page = (Path(__file__).parents[2] / "docs/demo.md").read_text(encoding="utf-8")
    people = [person.name for person, _part in one_click_people()]
    rows = [
        f"| {community.name} | {f'`{community.archetype}`' if community.archetype else 'none'} |"
        for community in Community.objects.all()
    ]

    assert [name for name in people if f"**{name}**" not in page] == []
    assert [row for row in rows if row not in page] == []
