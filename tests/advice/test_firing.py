"""Each of the 32 rules stands on its evidence, and stays quiet without it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from mandorla.advice.catalog import shipped_rules
from mandorla.advice.judging import Judged, judge_rule
from tests.advice.cases import CASES, EDGES, LATER_EDGES, Known, found, lines_of

NAMES = [
    f"{number}{' again' * [one[0] is stands for one in lines_of(number)].index(True)}"
    for number, stands, _ in CASES
]


def judged(number: str, known: Mapping[str, Any]) -> Judged:
    return judge_rule(shipped_rules()[number].ways_with({}), found(known))


def test_rules_are_thirty_two_and_each_has_a_line():
    numbers = [f"W{number:02}" for number in range(1, 33)]

    assert list(shipped_rules()) == numbers
    assert sorted({number for number, _stands, _quiet in CASES}) == numbers


@pytest.mark.parametrize(("number", "stands", "_quiet"), CASES, ids=NAMES)
def test_rule_stands_on_its_evidence(number: str, stands: Known, _quiet: Known):
    assert judged(number, stands).holds is True


@pytest.mark.parametrize(("number", "stands", "quiet"), CASES, ids=NAMES)
def test_rule_stays_quiet_when_its_evidence_is_otherwise(number: str, stands: Known, quiet: Known):
    assert judged(number, stands | quiet).holds is False


@pytest.mark.parametrize(("number", "stands", "_quiet"), CASES, ids=NAMES)
def test_rule_stays_quiet_when_nothing_is_known(number: str, stands: Known, _quiet: Known):
    assert judged(number, {}) == Judged(holds=None, seen={})


@pytest.mark.parametrize(("number", "stands", "_quiet"), CASES, ids=NAMES)
def test_rule_stays_quiet_when_part_of_its_evidence_is_not_known(
    number: str,
    stands: Known,
    _quiet: Known,
):
    for name in judged(number, stands).seen:
        rest = {other: value for other, value in stands.items() if other != name}
        assert judged(number, rest).holds is None, name


@pytest.mark.parametrize(("number", "name", "quiet", "stands"), EDGES)
def test_threshold_is_where_it_is_said_to_be(number: str, name: str, quiet: float, stands: float):
    known = lines_of(number)[0][0]

    assert judged(number, known | {name: quiet}).holds is False
    assert judged(number, known | {name: stands}).holds is True


@pytest.mark.parametrize(("number", "name", "quiet", "stands"), LATER_EDGES)
def test_threshold_of_another_way_is_where_it_is_said_to_be(
    number: str, name: str, quiet: float, stands: float
):
    lines = [one[0] for one in lines_of(number)[1:]]

    known = next(one for one in lines if judged(number, one | {name: quiet}).holds is False)
    assert judged(number, known | {name: stands}).holds is True


def test_rule_keeps_only_the_findings_that_brought_it_about():
    stands, _quiet = lines_of("W08")[0]

    assert judged("W08", stands).seen == found({"sponsor_days": 120})


def test_rule_stands_by_the_figures_of_the_installation():
    rule = shipped_rules()["W08"]
    known = found({"sponsor_days": 100, "has_sponsor": True, "founded_days": 400})

    assert judge_rule(rule.ways_with({}), known).holds is True
    assert judge_rule(rule.ways_with({"days": 120}), known).holds is False
