"""The page that says what a community brought reads what was worked out, and only that."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from mandorla.base.amounts import rounded
from mandorla.ledger.working_out import work_out
from tests import make
from tests.ledger.test_working_out import claimed, euros, given

pytestmark = pytest.mark.django_db
__all__ = ["euros"]


@pytest.fixture
def client():
    client = Client()
    client.force_login(make.person("Ana"))
    return client


def page(client: Client, community) -> str:
    return client.get(f"/communities/{community.slug}/value/worth/").content.decode()


def test_page_says_what_is_confirmed_and_how_likely_it_is_more_than_it_cost(client, euros):
    community = make.community()
    claimed(community, state="confirmed", low=Decimal(800), high=Decimal(1_200))
    claimed(community, state="claimed", low=Decimal(5_000), high=Decimal(9_000))
    given(community, amount=Decimal(390))
    work_out([community.pk], at=make.AT)

    text = page(client, community)

    assert "Confirmed by those who benefited: 390 (330 to 460) EUR." in text
    assert "is 52% likely" in text
    assert "less what was put in, is −14% to 18% of what was put in." in text
    assert ">390 (330 to 460) EUR</td>" in text
    assert "2,700" in text
    assert "claimed, not confirmed" in text.lower()


def test_page_says_what_belongs_here_when_nothing_was_claimed(client):
    text = page(client, make.community())
    assert "Nobody has told yet what they got from this community." in text


def test_page_says_what_is_not_counted(client, euros):
    community = make.community()
    claimed(community, state="confirmed", currency="JPY")
    work_out([community.pk], at=make.AT)
    assert "What one JPY is worth in EUR on 2 March 2026 is not entered." in page(client, community)


def test_page_says_what_is_left_without_one_claim_that_is_more_than_all_others(client, euros):
    community = make.community()
    for amount in (100, 120, 1_000_000):
        claimed(community, state="confirmed", low=amount, high=amount, share=1, confidence=1)
    given(community)
    work_out([community.pk], at=make.AT)
    assert "Without it: 220 EUR." in page(client, community)


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_queries(client, euros, count, django_assert_num_queries):
    community = make.community()
    for _number in range(count):
        claimed(community, state="confirmed")
        given(community)
    work_out([community.pk], at=make.AT)
    with django_assert_num_queries(11):
        page(client, community)


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (12_345.6, "12,000"), (987, "990"), (3.14159, "3.1"), (-0.0456, "-0.046")],
)
def test_amounts_have_two_digits(value, said):
    assert rounded(value) == said
