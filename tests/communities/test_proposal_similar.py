from __future__ import annotations

import pytest
from django.urls import reverse

from mandorla.communities.models import MembershipRequest, Proposal
from mandorla.communities.similar import similar_communities
from mandorla.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Marković")


@pytest.fixture
def proposal(ana: Person) -> Proposal:
    begun = Proposal.begin(archetype="tech_specialists", by=ana, at=AT)
    purpose = "Keep the welding robots running in all plants."
    begun.reach("similar", name="Robot welders", purpose=purpose, at=AT)
    return begun


def shown(client, proposal: Proposal):
    return client.get(reverse("communities:proposal_step", args=[proposal.pk, "similar"]))


def test_similar_communities_are_shown_with_the_words_in_common(client, ana, proposal):
    leader = make.person("Ben Okafor")
    welders = make.community(
        "Welding circle", leader=leader, purpose="Robots that weld, in every plant."
    )
    make.community("Cooks", purpose="Lunch for all.")
    closed = make.community("Welding robots", purpose="Welding robots in plants.")
    closed.close(reason="Done", by=leader, at=AT, on=AT.date())
    client.force_login(ana)
    (found,) = [found for found, _form in shown(client, proposal).context["matches"]]
    assert (found.slug, found.leaders) == (welders.slug, ("Ben Okafor",))
    assert set(found.words) == {"Welding", "Robots", "plant"}


def test_similar_communities_read_the_forces_of_the_newest_public_charter(ana):
    community = make.community("Plants", purpose="To meet.")
    for state, text in (
        ("published", "Old safety"),
        ("published", "Laser welding"),
        ("draft", "X"),
    ):
        charter = make.charter(community)
        charter.set_forces({"benefit": [text], "concern": []})
        if state == "published":
            charter.publish(by=ana, at=AT)
    (found,) = similar_communities(
        name="New", purpose="Lasers", forces=["Welders weld"], person=ana
    )
    assert found.words == ("Laser", "welding")
    assert similar_communities(name="New", purpose="Safety", forces=[], person=ana) == []


def test_nothing_like_it_is_said_when_there_is_none(client, ana, proposal):
    client.force_login(ana)
    page = shown(client, proposal)
    assert page.context["matches"] == []
    assert "Nothing like it" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_similar_communities_take_as_many_queries_when_there_are_more(
    django_assert_num_queries, ana, count
):
    for _number in range(count):
        community = make.community(purpose="Welding robots in plants", leader=make.person())
        make.charter(community, state="published")
    with django_assert_num_queries(4):
        found = similar_communities(name="Robots", purpose="Welding", forces=[], person=ana)
    assert len(found) == count


def test_co_leading_is_asked_for_instead_and_the_proposal_can_be_dropped(client, ana, proposal):
    welders = make.community("Welding robots", leader=make.person())
    client.force_login(ana)
    address = reverse("communities:proposal_ask", args=[proposal.pk, welders.slug])
    asked = client.post(address, {"note": "I bring two plants."})
    assert asked.headers["location"].endswith("/similar/")
    request = MembershipRequest.objects.get()
    assert (request.community, request.role, request.note) == (
        welders,
        "leader",
        "I bring two plants.",
    )
    (found,) = [found for found, _form in shown(client, proposal).context["matches"]]
    assert found.is_asked
    refused = client.post(address, {})
    assert (refused.status_code, refused.context["refusal"]) == (
        409,
        "You have asked already. The leaders will answer.",
    )
