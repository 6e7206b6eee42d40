from __future__ import annotations

import pytest
from django.urls import reverse

from mandorla.base.models import Event
from mandorla.communities.archetypes import shipped_archetypes
from mandorla.communities.forms.proposal import force_choices
from mandorla.communities.models import Charter, Community, Proposal
from mandorla.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db
AT = make.AT
KIND = shipped_archetypes()["change_champions"]


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Marković")


@pytest.fixture
def proposal(ana: Person) -> Proposal:
    return Proposal.begin(archetype=KIND.key, by=ana, at=AT)


def answer(client, proposal: Proposal, step: str, **data: object):
    return client.post(reverse("communities:proposal_step", args=[proposal.pk, step]), data)


def shown(client, proposal: Proposal, step: str, **query: str):
    return client.get(reverse("communities:proposal_step", args=[proposal.pk, step]), query)


PURPOSE = {
    "name": "Robot welders",
    "purpose": "Keep the welding robots running in all plants.",
    "joining": "ask",
    "unit": "",
}


def test_proposal_begins_from_a_kind_with_the_founding_ones_first(client, ana):
    client.force_login(ana)
    page = client.get(reverse("communities:propose"))
    assert [kind.founding for kind in page.context["kinds"]] == [True] * 3 + [False] * 7
    begun = client.post(reverse("communities:propose"), {"archetype": KIND.key})
    mine = Proposal.objects.get()
    assert begun.headers["location"] == reverse(
        "communities:proposal_step", args=[mine.pk, "purpose"]
    )
    assert (mine.archetype, mine.proposer) == (KIND.key, ana)


def test_proposal_begins_without_a_kind_when_none_fits(client, ana):
    client.force_login(ana)
    client.post(reverse("communities:propose"), {"archetype": ""})
    assert Proposal.objects.get().archetype == ""
    assert client.post(reverse("communities:propose"), {"archetype": "sigs"}).status_code == 404
    assert shown(client, Proposal.objects.get(), "forces").status_code == 200


def test_proposal_becomes_a_community_with_a_draft_when_all_steps_are_done(client, ana, proposal):
    ben, marek = make.person("Ben Okafor"), make.person("Marek Nowak")
    client.force_login(ana)
    answer(client, proposal, "purpose", **PURPOSE)
    answer(client, proposal, "similar")
    answer(
        client,
        proposal,
        "forces",
        tick_benefit=["0"],
        benefit_0=KIND.benefits[0],
        benefit_1="Changed words.",
        benefit_2=KIND.benefits[2],
        concern=["Our own concern", " "],
    )
    answer(client, proposal, "people", sponsor=ben.pk)
    answer(client, proposal, "people", add=marek.pk)
    answer(client, proposal, "people", done="1")
    assert shown(client, proposal, "check").context["red_flags"] != ()
    created = client.post(reverse("communities:proposal_submit", args=[proposal.pk]))
    community = Community.objects.get()
    assert created.headers["location"] == reverse(
        "communities:charter_draft", args=[community.slug]
    )
    assert (community.name, community.status, community.joining) == (
        PURPOSE["name"],
        "forming",
        "ask",
    )
    roles = community.memberships.order_by("role").values_list("role", "person__name")
    assert list(roles) == [("core", "Marek Nowak"), ("leader", ana.name), ("sponsor", "Ben Okafor")]
    charter = Charter.objects.get()
    assert (charter.state, charter.purpose) == ("draft", PURPOSE["purpose"])
    assert charter.forces_by_kind() == {
        "benefit": [KIND.benefits[0], "Changed words."],
        "concern": ["Our own concern"],
        "payoff": [],
    }
    assert Event.objects.filter(verb="community.proposed", by=ana).count() == 1


def test_proposal_goes_on_where_its_author_left(client, ana, proposal):
    client.force_login(ana)
    address = reverse("communities:proposal", args=[proposal.pk])

    def lands_on() -> str:
        return client.get(address).headers["location"].rstrip("/").rsplit("/", 1)[1]

    assert lands_on() == "purpose"
    answer(client, proposal, "purpose", **PURPOSE)
    assert lands_on() == "similar"
    answer(client, proposal, "similar")
    assert lands_on() == "forces"
    answer(client, proposal, "purpose", **PURPOSE)
    assert lands_on() == "forces"
    listed = client.get(reverse("communities:propose")).context["proposals"]
    assert [mine.name for mine in listed] == [PURPOSE["name"]]


def test_proposal_keeps_what_was_typed_when_a_field_is_missing(client, ana, proposal):
    client.force_login(ana)
    refused = answer(client, proposal, "purpose", **{**PURPOSE, "name": ""})
    assert refused.status_code == 422
    assert refused.context["form"]["purpose"].value() == PURPOSE["purpose"]
    proposal.refresh_from_db()
    assert (proposal.step, proposal.purpose) == ("purpose", "")


def test_proposal_is_saved_while_somebody_types_when_there_are_scripts(client, ana, proposal):
    client.force_login(ana)
    for step, data in (
        ("purpose", {**PURPOSE, "name": ""}),
        ("forces", {"concern": ["Half a thought"]}),
    ):
        client.post(
            reverse("communities:proposal_step", args=[proposal.pk, step]),
            data,
            headers={"HX-Request": "true"},
        )
    proposal.refresh_from_db()
    assert (proposal.purpose, proposal.forces["concern"], proposal.step) == (
        PURPOSE["purpose"],
        ["Half a thought"],
        "purpose",
    )


def test_proposal_is_refused_in_place_when_it_has_no_name(client, ana, proposal):
    client.force_login(ana)
    refused = client.post(reverse("communities:proposal_submit", args=[proposal.pk]))
    assert refused.status_code == 409
    assert refused.context["refusal"] == "Give the community a name and say what it is for."
    assert not Community.objects.exists()


def test_proposal_becomes_one_community_when_it_is_submitted_twice(client, ana, proposal):
    client.force_login(ana)
    answer(client, proposal, "purpose", **PURPOSE)
    address = reverse("communities:proposal_submit", args=[proposal.pk])
    assert [client.post(address).status_code for _ in range(2)] == [302, 302]
    assert Community.objects.count() == 1
    again = shown(client, proposal, "forces")
    assert again.headers["location"] == reverse("communities:charter", args=["robot-welders"])


def test_proposal_is_nobody_elses(client, proposal):
    client.force_login(make.program_manager())
    addresses = [
        reverse("communities:proposal", args=[proposal.pk]),
        reverse("communities:proposal_step", args=[proposal.pk, "purpose"]),
    ]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    for name in ("proposal_drop", "proposal_submit"):
        assert client.post(reverse(f"communities:{name}", args=[proposal.pk])).status_code == 404
    assert shown(client, proposal, "nowhere").status_code == 404


def test_proposal_is_gone_when_its_author_drops_it(client, ana, proposal):
    client.force_login(ana)
    client.post(reverse("communities:proposal_drop", args=[proposal.pk]))
    assert not Proposal.objects.exists()


def test_forces_offer_suggestions_ticked_when_they_were_kept():
    written = {"benefit": [KIND.benefits[1], "My own"]}
    benefit, concern, _payoff = force_choices(written, archetype=KIND, more="concern")
    assert [is_ticked for _text, is_ticked in benefit.suggested] == [False, True, False]
    assert (benefit.own, benefit.focus) == (("My own", ""), 0)
    assert (concern.own, concern.focus) == (("",) * 5, 1)


def test_forces_offer_more_lines_and_keep_what_is_written(client, ana, proposal):
    client.force_login(ana)
    page = answer(client, proposal, "forces", concern=["Mine"], more="concern")
    assert page.status_code == 200
    assert page.context["choices"][1].own == ("Mine", *[""] * 4)
    proposal.refresh_from_db()
    assert (proposal.forces["concern"], proposal.step) == (["Mine"], "purpose")


def test_people_are_found_by_name_and_chosen(client, ana, proposal):
    ben = make.person("Ben Okafor")
    make.person("Bea Left", is_active=False)
    client.force_login(ana)
    found = shown(client, proposal, "people", q="be").context["found"]
    assert found == [ben]
    assert shown(client, proposal, "people", q="ana").context["found"] == []
    answer(client, proposal, "people", sponsor=ben.pk)
    answer(client, proposal, "people", add=ben.pk)
    proposal.refresh_from_db()
    assert (proposal.sponsor, list(proposal.first_people.all())) == (ben, [ben])
    answer(client, proposal, "people", no_sponsor="1")
    answer(client, proposal, "people", remove=ben.pk)
    proposal.refresh_from_db()
    assert (proposal.sponsor, list(proposal.first_people.all())) == (None, [])


def test_proposer_cannot_be_the_sponsor(client, ana, proposal):
    client.force_login(ana)
    for data in ({"sponsor": ana.pk}, {"add": ana.pk}):
        refused = answer(client, proposal, "people", **data)
        assert refused.status_code == 409
        assert refused.context["refusal"]
    assert answer(client, proposal, "people", sponsor="x").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_proposals_are_listed_in_as_many_queries_when_there_are_more(
    client, django_assert_num_queries, ana, count
):
    for _number in range(count):
        Proposal.begin(archetype=KIND.key, by=ana, at=AT)
    client.force_login(ana)
    client.get(reverse("communities:propose"))
    with django_assert_num_queries(5):
        page = client.get(reverse("communities:propose"))
    assert len(page.context["proposals"]) == count
