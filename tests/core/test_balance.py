from __future__ import annotations

import pytest

from mandorla.core.balance import Expected, balance, balances, give_and_get
from mandorla.core.claims import Given, percentile


def money(key: str, side: str, amount: float, *, kind: str = "funding", period: str = "2026"):
    return Given(key, side, kind, period, money=(amount, amount))


def test_balance_tells_who_gives_what_of_each_kind():
    found = balance(
        [
            money("room", "organization", 2_000),
            Given("lead", "organization", "people", "2026", hours=(10, 10), rate=80),
            Given("members", "members", "time", "2026", hours=(20, 60), rate=50, money=(50, 50)),
            Given("more", "members", "time", "2026", hours=(2, 2), rate=50),
        ]
    )
    hours = percentile(20 * 50 + 50, 60 * 50 + 50, probability=0.5) + 100

    assert found.kinds["organization"] == {"funding": 2_000, "people": 800}
    assert found.kinds["members"] == {"time": pytest.approx(hours)}
    assert found.sides == {"organization": 2_800, "members": pytest.approx(hours)}
    assert found.shares is not None
    assert found.shares["members"] == pytest.approx(hours / (2_800 + hours))
    assert found.keys == ("lead", "members", "more", "room")


@pytest.mark.parametrize(
    ("organization", "members", "heavy"),
    [(8_000, 2_000, None), (8_001, 1_999, "organization"), (1_000, 9_000, "members")],
)
def test_balance_names_a_side_when_it_gives_more_than_four_fifths(organization, members, heavy):
    given = [money("o", "organization", organization), money("m", "members", members)]

    assert balance(given).heavy == heavy
    assert balance(given, most=0.9).heavy is None


def test_balance_has_no_shares_when_nothing_was_given():
    assert balance([]).shares is None
    assert balance([money("o", "organization", 0)]).shares is None
    assert balance([]).heavy is None


def test_balances_are_one_of_each_period_in_order():
    given = [
        money("b", "members", 5, period="2026-02"),
        money("a", "members", 3, period="2026-01"),
        money("c", "organization", 5, period="2026-02"),
    ]

    assert [(period, one.heavy) for period, one in balances(given).items()] == [
        ("2026-01", "members"),
        ("2026-02", None),
    ]
    assert balances(given, most=0.4)["2026-02"].heavy == "organization"


def test_side_got_what_is_rated_and_can_be_shown():
    found = give_and_get(
        [
            Expected("answers", "members", 50, rating=0.8, evidence=("s1", "s2")),
            Expected("seen", "members", 30, rating=0.5),
            Expected("career", "members", 20),
            Expected("answers", "organization", 1, rating=1.0, evidence=("s1",)),
        ]
    )
    members, organization = found["members"], found["organization"]

    assert [one.key for one in members.rows] == ["seen", "answers", "career"]
    assert [one.gap for one in members.rows] == [0.3, pytest.approx(0.1), None]
    assert members.rows[1].evidence == ("s1", "s2")
    assert members.delivered == pytest.approx(0.4)
    assert members.said == pytest.approx(0.55)
    assert members.unrated == pytest.approx(0.2)
    assert (organization.delivered, organization.unrated) == (1.0, 0.0)


def test_what_nobody_rated_comes_after_what_was_delivered():
    rows = [Expected("career", "members", 3), Expected("seen", "members", 1, 1.0, ("s1",))]

    assert [one.key for one in give_and_get(rows)["members"].rows] == ["seen", "career"]


def test_side_has_no_rows_when_it_gave_no_weight():
    found = give_and_get([Expected("answers", "members", 0, rating=1.0)])

    assert found["members"].rows == ()
    assert found["organization"].delivered == 0


@pytest.mark.parametrize("wrong", [{"weight": -1}, {"rating": 1.2}, {"side": "us"}])
def test_expectation_is_refused_when_a_number_cannot_be(wrong):
    right = {"key": "answers", "side": "members", "weight": 1, "rating": 0.5}

    with pytest.raises(ValueError, match="answers"):
        give_and_get([Expected(**{**right, **wrong})])


def test_expectation_is_refused_when_it_is_there_twice():
    with pytest.raises(ValueError, match="twice"):
        give_and_get([Expected("answers", "members", 1), Expected("answers", "members", 2)])
