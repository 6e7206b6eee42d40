"""What a community brought in a line each: always a range, and what is not known is said so."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from mandorla.base.amounts import amounts_between, shares_between
from mandorla.ledger.brought import Brought, lines_of, read_brought
from mandorla.ledger.models import LedgerStanding
from mandorla.ledger.working_out import work_out
from tests import make
from tests.ledger.measuring import DUE, FAR, measured, read_weekly
from tests.ledger.test_working_out import claimed, euros

__all__ = ["euros"]


def words(community) -> list[str]:
    return [line.words for line in lines_of(community, person=make.person(), roles={"member"})]


# --- ranges in words ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (333.3, 461.2, "330 to 460 EUR"),
        (391.2, 394.8, "391 to 395 EUR"),
        (391.2, 391.21, "391.2 to 391.2 EUR"),
        (400, 400, "400 to 400 EUR"),
        (-120, 3_456, "−120 to 3,500 EUR"),
    ],
)
def test_amounts_are_written_as_a_range_with_their_currency(low, high, said):
    assert amounts_between(low, high, "EUR") == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0.35, 0.8, "35% to 80%"), (0.351, 0.349, "35%"), (-0.1, 1.2, "−10% to 120%")],
)
def test_shares_are_written_once_when_both_ends_read_the_same(low, high, said):
    assert shares_between(low, high) == said


def test_what_nobody_has_looked_at_is_said_by_no_word():
    found = Brought()
    assert (found.worth, found.odds, found.stories_words, found.outcomes_words) == ("", "", "", "")


@pytest.mark.parametrize(
    ("outcomes", "foreseen", "said"),
    [
        (0, 0, "no outcome is measured"),
        (1, 0, "1 outcome, too few readings"),
        (3, 2, "of 2 of 3 outcomes"),
        (2, 2, "of 2 outcomes"),
    ],
)
def test_odds_say_of_how_many_outcomes_they_are(outcomes, foreseen, said):
    assert Brought(outcomes=outcomes, foreseen=foreseen).outcomes_words == said


# --- what is kept -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_lines_say_range_stories_and_odds(euros):
    community = make.community()
    claimed(community, state="confirmed", low=Decimal(800), high=Decimal(1_200))
    claimed(community, state="claimed")
    claimed(community, state="confirmed", seen_by="sponsor")
    read_weekly(measured(community, name="Days", target=53.0), 9)
    read_weekly(measured(community, name="Faults", target=90.0), 9)
    read_weekly(measured(community, name="Calls", target=50.0), 3)
    read_weekly(measured(community, name="Ahead", target=50.0, role="leading"), 9)
    work_out([community.pk], at=FAR)

    kept = LedgerStanding.objects.get(community=community)

    odds = shares_between(kept.odds_low or 0, kept.odds_high or 0)
    assert (kept.stories, kept.outcomes, kept.foreseen) == (1, 3, 2)
    assert words(community) == [
        "Confirmed by those who benefited: 330 to 460 EUR",
        "1 story with a gain that is confirmed",
        f"Odds of 2 of 3 outcomes to be at the target in time: {odds}",
    ]
    assert kept.odds_low is not None
    assert kept.odds_high is not None
    assert kept.odds_low < kept.odds_high
    assert [
        line.address for line in lines_of(community, person=make.person(), roles={"member"})
    ] == [
        f"/communities/{community.slug}/value/worth/",
        f"/communities/{community.slug}/stories/",
        f"/communities/{community.slug}/measures/",
    ]


@pytest.mark.django_db
def test_lines_say_what_is_not_known(euros):
    community = make.community()
    assert words(community) == ["What it brought was not worked out yet"]
    work_out([community.pk], at=make.AT)
    assert words(community) == [
        "Nothing of what it brought is confirmed in money yet",
        "No story has a gain that is confirmed",
        "No outcome is measured, so there are no odds",
    ]


@pytest.mark.django_db
def test_an_outcome_whose_day_is_over_has_no_odds_any_more():
    community = make.community()
    read_weekly(measured(community), 9)
    day_after = make.AT.replace(year=DUE.year + 1)
    for at, foreseen in ((FAR, 1), (day_after, 0)):
        work_out([community.pk], at=at)
        assert LedgerStanding.objects.get(community=community).foreseen == foreseen


@pytest.mark.django_db
def test_what_is_no_longer_confirmed_leaves_no_range_behind(euros):
    community = make.community()
    claim = claimed(community, state="confirmed")
    work_out([community.pk], at=make.AT)
    claim.state = "withdrawn"
    claim.save()
    work_out([community.pk], at=make.AT + timedelta(days=1))

    assert read_brought([community.pk], inside={community.pk}) == {
        community.pk: Brought(currency="EUR", stories=0, outcomes=0, foreseen=0)
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [{"low": 2.0, "middle": 1.0, "high": 3.0}, {"low": 1.0}, {"foreseen": 1}, {"odds_low": 0.5}],
)
def test_a_range_has_both_ends_in_their_order(facts):
    community = make.community()
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerStanding.objects.create(community=community, worked_out_at=make.AT, **facts)


@pytest.mark.django_db
def test_many_are_read_as_one(django_assert_num_queries):
    ones = [make.community().pk for _number in range(3)]
    work_out(ones, at=make.AT)
    for some in (ones[:1], ones):
        with django_assert_num_queries(1):
            assert len(read_brought(some, inside=set())) == len(some)
    assert read_brought([], inside=set()) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["", "value/"])
def test_overview_and_value_tab_say_it_in_lines_that_open(euros, page):
    client, community = Client(), make.community()
    client.force_login(make.person())
    at = f"/communities/{community.slug}/"

    before = client.get(at + page).content.decode()
    claimed(community, state="confirmed", low=Decimal(800), high=Decimal(1_200))
    work_out([community.pk], at=make.AT)
    after = client.get(at + page).content.decode()

    assert f'<a href="{at}value/worth/">What it brought was not worked out yet</a>' in before
    worth = "Confirmed by those who benefited: 330 to 460 EUR"
    assert f'<a href="{at}value/worth/">{worth}</a>' in after
    assert f'<a href="{at}stories/">1 story with a gain that is confirmed</a>' in after
    assert f'<a href="{at}measures/">No outcome is measured, so there are no odds</a>' in after
    assert f'<a href="{at}value/give-and-get/">' in after
