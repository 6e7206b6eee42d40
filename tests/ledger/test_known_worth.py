"""What is known of what a community brought: ranges with their currency, odds, and who reads it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mandorla.base.indicators import indicator, plain, read_plain
from mandorla.core.conditions import Finding
from mandorla.ledger.known import read
from mandorla.ledger.working_out import work_out
from mandorla.licenses.evidence import figure_of, said
from tests import make
from tests.ledger.measuring import DUE, FAR, measured, read_weekly
from tests.ledger.test_working_out import claimed, euros, given

pytestmark = pytest.mark.django_db
__all__ = ["euros"]
RANGES = (
    "worth_confirmed",
    "worth_to_organization",
    "worth_to_members",
    "return_confirmed",
    "return_chance",
    "outcome_odds",
)


def known(community, *, at=make.AT) -> dict[str, Finding]:
    work_out([community.pk], at=at)
    found = read([community.pk], at=at)
    return {name: found[name][community.pk] for name in found if community.pk in found[name]}


def sentence(name: str, findings: dict[str, Finding]) -> str:
    return said(name, findings, slug="atlas").sentence


def test_worth_and_return_are_said_as_ranges(euros):
    community = make.community()
    claimed(community, state="confirmed", low=Decimal(800), high=Decimal(1_200))
    claimed(community, state="claimed", low=Decimal(5_000), high=Decimal(9_000))
    given(community, amount=Decimal(390))

    found = known(community)

    assert sentence("worth_confirmed", found) == (
        "Confirmed by those who benefited: 330 to 460 EUR, as often more than 390 as less."
    )
    assert sentence("return_confirmed", found) == (
        "What is confirmed, less what was put in, is −14% to 18% of what was put in."
    )
    assert sentence("return_chance", found).startswith("Odds that what is confirmed is more")
    assert {name: figure_of(indicator(name), found[name]) for name in RANGES if name in found} == {
        "worth_confirmed": "330 to 460 EUR",
        "worth_to_organization": "330 to 460 EUR",
        "return_confirmed": "−14% to 18%",
        "return_chance": "52%",
    }


def test_odds_are_said_from_the_least_to_the_most_likely_of_how_many_there_are():
    community = make.community()
    for name, target, readings in (("Days", 53.0, 9), ("Calls", 90.0, 9), ("Faults", 53.0, 3)):
        read_weekly(measured(community, name=name, target=target), readings)

    found = known(community, at=FAR)["outcome_odds"]

    assert (found.part, found.of) == (2, 3)
    assert found.value == found.low
    assert sentence("outcome_odds", {"outcome_odds": found}).startswith("Odds of 2 of 3 outcomes")
    after = known(community, at=FAR.replace(year=DUE.year + 1))
    assert "outcome_odds" not in after


def test_what_nobody_confirmed_is_not_known_and_says_how_it_would_be(euros):
    community = make.community()
    claimed(community, state="claimed")
    claimed(community, state="confirmed", kind="risk")
    given(community)
    measured(community)

    found = known(community)

    assert [name for name in RANGES if name in found] == []
    assert sentence("worth_confirmed", found) == (
        "No gain in money is confirmed yet in a story that everybody reads."
    )
    assert sentence("outcome_odds", found) == (
        "No outcome has odds: that takes eight readings, and a day that is ahead."
    )


def test_return_is_not_known_when_nothing_was_put_in(euros):
    community = make.community()
    claimed(community, state="confirmed")
    found = known(community)
    assert "worth_confirmed" in found
    assert "return_confirmed" not in found
    assert "return_chance" not in found


def test_what_was_told_to_sponsors_alone_is_in_no_figure_that_everybody_opens(euros):
    community = make.community()
    claimed(community, state="confirmed", seen_by="sponsor")
    found = known(community)
    assert "worth_confirmed" not in found
    assert found["stories_confirmed"] == Finding(0)
    assert found["value_realized"] == Finding(True)


def test_range_is_kept_with_its_currency_as_it_was_seen(euros):
    community = make.community()
    claimed(community, state="confirmed", low=Decimal(800), high=Decimal(1_200))
    found = known(community)
    kept = read_plain(plain(found))
    assert kept["worth_confirmed"] == found["worth_confirmed"]
    assert kept["worth_confirmed"].currency == "EUR"
    assert sentence("worth_confirmed", kept) == sentence("worth_confirmed", found)
