"""What the cells of the portfolio say, and what its chips count."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from mandorla.communities.models import Membership
from mandorla.licenses.models import LicenseSponsor
from tests import make
from tests.dashboards.looked_after import client_of, licensed

pytestmark = pytest.mark.django_db


def names(client: Client, query: str) -> list[str]:
    return [row.name for row in client.get(f"/portfolio/?{query}").context["found"].page.rows]


@pytest.fixture
def karin() -> Client:
    return client_of(make.program_manager())


def test_sponsor_who_left_is_named_nowhere_but_as_one_who_left(karin):
    helena, stayed = make.person("Helena Sousa"), make.person("Ben Okafor")
    community = licensed("Data Stewards", left=5, sponsor=helena)
    for person in (helena, stayed):
        LicenseSponsor.objects.create(license=community.licenses.get(), person=person, kind="payer")
    seat = Membership.objects.get(community=community, person=helena)
    seat.end(by=None, at=timezone.now())

    (row,) = karin.get("/portfolio/").context["found"].page.rows
    license = " ".join(
        karin.get(f"/communities/{community.slug}/license/").content.decode().split()
    )

    assert row.sponsors == ()
    assert names(karin, "sponsor=helena") == []
    assert "nobody sponsors it" in karin.get("/portfolio/decisions/").content.decode()
    assert "Helena Sousa</a> (left)" in license
    assert "Ben Okafor</a> (left)" not in license


def test_rhythm_is_told_of_three_months_when_too_little_was_planned_lately(karin):
    quarter = {"rhythm_held_quarter": {"value": 1.0, "part": 3, "of": 3}}
    make.standing(make.community("Monthly"), findings=quarter)
    make.standing(
        make.community("Weekly"),
        findings={**quarter, "rhythm_held": {"value": 0.5, "part": 4, "of": 8}},
    )

    html = karin.get("/portfolio/").content.decode()

    assert '>3 of 3</a><span class="detail">in three months</span>' in html
    assert ">4 of 8</a></td>" in html


def test_overlap_is_apart_from_its_interval_where_they_differ(karin):
    make.community("Guild").show_overlap(share=0.8544, low=0.846, high=0.939)
    make.community("Ring").show_overlap(share=0.63, low=0.59, high=0.68)

    html = karin.get("/portfolio/").content.decode()

    assert ">85.4%</a>" in html
    assert ">84.6% to 93.9%<" in html
    assert ">63%</a>" in html


def test_first_chip_says_what_it_counts_when_some_have_closed(karin):
    licensed("Open", left=100)
    closed = licensed("Closed", left=100, state="retired")
    closed.close(reason="Done", by=None, at=timezone.now(), on=timezone.localdate())

    chips = karin.get("/portfolio/").context["chips"]

    assert [(chip.label, chip.count) for chip in chips] == [
        ("Not closed", 1),
        ("In force", 1),
        ("Retired", 1),
    ]
