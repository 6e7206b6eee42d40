from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mandorla.core.claims import Claim, Given
from mandorla.core.ledger import worth
from mandorla.core.published import (
    Estimate,
    adjusted,
    community_return,
    extreme,
    published_return,
)
from tests.guards.tree import ROOT, text

if TYPE_CHECKING:
    from mandorla.core.draws import Spread

PAGE = text(ROOT / "docs" / "worth.md")
NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?")


def table(heading: str) -> list[list[str]]:
    """The rows of the first table below a heading, without its head."""
    lines = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0].splitlines()
    rows = [line.strip("|").split("|") for line in lines if line.startswith("|")][2:]
    return [[cell.strip() for cell in row] for row in rows]


def number(words: str) -> float:
    """The first number in a cell; a percentage as a ratio."""
    found = float(NUMBER.findall(words)[0].replace(",", ""))
    return found / 100 if "%" in words else found


def shown_as(spread: Spread) -> list[float]:
    """Two digits of each, as a page shows them."""
    figures = (spread.low, spread.middle, spread.high, spread.mean)
    return [float(f"{amount:.2g}") for amount in figures]


def test_story_is_worth_its_amount_by_share_and_confidence():
    assert adjusted(40_000, share=0.5, confidence=0.8) == pytest.approx(16_000)


@pytest.mark.parametrize("wrong", [{"share": 1.5}, {"confidence": -0.1}])
def test_story_is_refused_when_a_share_is_none(wrong):
    with pytest.raises(ValueError, match="0 to 1"):
        adjusted(1, **{"share": 1, "confidence": 1, **wrong})


def test_return_of_a_community_is_what_its_answers_bring_in_a_year():
    found = community_return(answers=120, searches=900, value=40, cost=250_000)

    assert found == pytest.approx(0.9584)
    assert community_return(answers=0, searches=0, value=40, cost=250_000) == -1


def test_return_is_refused_when_there_is_no_cost():
    with pytest.raises(ValueError, match="cost"):
        community_return(answers=1, searches=1, value=1, cost=0)
    with pytest.raises(ValueError, match="cost"):
        published_return({}, cost=0)


def test_amount_is_extreme_when_it_is_more_than_all_others_together():
    assert extreme({"a": 4, "b": 3, "c": 8}) == "c"
    assert extreme({"a": 4, "b": 3, "c": 7}) is None
    assert extreme({"a": 4, "b": 3, "c": -8}) == "c"
    assert extreme({"a": 1, "c": 900}) is None
    assert extreme({}) is None


def test_worked_example_is_what_its_rows_say():
    rows = table("By hand")
    said = {row[0]: Estimate(*(number(cell) for cell in row[1:4])) for row in rows[:-2]}
    found = published_return(said, cost=36_000)
    left_out = next(row for row in rows if "left out" in row[4])

    assert found.adjusted == pytest.approx({row[0]: number(row[4]) for row in rows[:-2]})
    assert found.removed == left_out[0]
    assert [number(row[4]) for row in rows[-2:]] == [
        pytest.approx(found.value),
        pytest.approx(found.ratio, abs=0.005),
    ]
    everything = sum(found.adjusted.values())
    assert f"({everything:,.0f} − 36,000) / 36,000" in PAGE
    assert f"or {(everything - 36_000) / 36_000:.0%}" in PAGE


def test_worked_example_in_ranges_is_what_the_ledger_says():
    hands, figures = (
        {row[0]: row for row in table("By hand")},
        table("In ranges, as the ledger does"),
    )
    claims = [
        Claim(
            row[0],
            "organization",
            "cashable",
            "2026",
            number(row[1]),
            number(row[2]),
            share=number(hands[row[0]][2]),
            confidence=number(hands[row[0]][3]),
            confirmed=row[3] == "yes",
        )
        for row in figures
    ]
    cost = Given("hours", "members", "time", "2026", hours=(500, 700), rate=60)
    found = worth(claims, [cost], seed=1)
    whole, rest = found.confirmed, found.confirmed.without
    assert rest is not None
    shown = {row[0]: [number(cell) for cell in row[1:] if cell] for row in table("What it says")}

    assert whole.outlier == "A line that did not stop"
    assert shown == {
        "confirmed": [*shown_as(whole.value), pytest.approx(whole.chance, abs=0.005)],
        "confirmed, without the outlier": [
            *shown_as(rest.value),
            pytest.approx(rest.chance, abs=0.005),
        ],
        "not confirmed, by itself": shown_as(found.unconfirmed),
        "cost": shown_as(whole.cost),
    }
