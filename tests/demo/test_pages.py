"""Every page of the story world opens for those who may see it, and exists for nobody else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from mandorla.communities.archetypes import shipped_archetypes
from mandorla.communities.models import Charter, Community
from mandorla.people.models import Person

EVERYBODY = ("karin.lindqvist", "ana.markovic", "priya.nair", "ben.okafor", "yusuf.arslan")
TABS = ("dashboards:overview", "communities:members", "communities:history")


def signed_in(name: str) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(Person.objects.get(email=f"{name}@halden.example"))
    return client


def refused(client: Client, addresses: list[str]) -> list[tuple[str, int]]:
    answers = [(address, client.get(address).status_code) for address in addresses]
    return [(address, status) for address, status in answers if status != 200]


@pytest.mark.parametrize("name", EVERYBODY)
def test_communities_open_for_everybody(world, name):
    slugs = Community.objects.values_list("slug", flat=True)
    addresses = [reverse(tab, args=[slug]) for tab in TABS for slug in slugs]

    assert refused(signed_in(name), [reverse("communities:directory"), *addresses]) == []


@pytest.mark.parametrize("name", EVERYBODY)
def test_published_charters_open_for_everybody(world, name):
    charters = Charter.objects.exclude(state="draft").select_related("community")

    assert refused(signed_in(name), [charter.get_absolute_url() for charter in charters]) == []


@pytest.mark.parametrize("name", EVERYBODY)
def test_archetypes_open_for_everybody(world, name):
    addresses = [reverse("communities:archetype", args=[key]) for key in shipped_archetypes()]

    assert refused(signed_in(name), [reverse("communities:archetypes"), *addresses]) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "karin.lindqvist",
            {
                "atlas-change-champions",
                "energy-watch",
                "third-wednesday",
                "welding-circle",
                "data-stewards",
            },
        ),
        ("ana.markovic", {"atlas-change-champions"}),
        ("ben.okafor", {"atlas-change-champions", "third-wednesday", "welding-circle"}),
        ("priya.nair", set()),
        ("yusuf.arslan", set()),
    ],
)
def test_drafts_open_for_those_who_run_or_sponsor_a_community_and_exist_for_nobody_else(
    world, name, expected
):
    client = signed_in(name)
    drafts = Charter.objects.filter(state="draft").select_related("community")

    answers = {
        draft.community.slug: client.get(draft.get_absolute_url()).status_code for draft in drafts
    }

    assert {slug for slug, status in answers.items() if status == 200} == expected
    assert {status for slug, status in answers.items() if slug not in expected} <= {404}
