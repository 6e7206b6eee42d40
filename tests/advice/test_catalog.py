"""The data files of advice: what ships can be used, and what cannot be used is named by place."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from mandorla.advice.catalog import AUDIENCES, BrokenData, Rule, read_rules, shipped_rules
from mandorla.advice.guides import guides, read_guides
from mandorla.base.indicators import all_indicators
from mandorla.communities.archetypes import shipped_archetypes
from mandorla.core.conditions import Value
from tests.guards.tree import ROOT, refuse

RULE = """
[W99]
key = "slip"
title = "It slips"
severity = "high"
ways = [["rhythm_held below $held"]]
thresholds.held = { value = 0.6, unit = "share", label = "Share held" }
advice = "Do it."
for = ["run"]
page = "gatherings:gatherings"
link = "See"
guide = "one-problem"
base = ""
ours = "All of it."
"""
GUIDE = """
[ask]
title = "Ask"
why = "So."
this_week = ["Ask."]
works = "They answer."
base = "Ours."
"""


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("[W99]", "[W99", r"rules.toml: .*line 2"),
        ('title = "It slips"', "", "rules.toml [W99] title: some words are needed."),
        ('"high"', '"awful"', "rules.toml [W99] severity: 'awful' is none of"),
        ("below", "under", "rules.toml [W99] ways, 1: 'under' is none of"),
        ("rhythm_held below $held", "rhythm_held below", "is not an indicator, a relation and"),
        ("$held", "$kept", "rules.toml [W99] ways: $kept is no threshold of this rule."),
        ("$held", "0.6", "rules.toml [W99] thresholds.held: no condition uses it."),
        ("value = 0.6", 'value = "0.6"', "rules.toml [W99] thresholds.held value: '0.6' is no fig"),
        ("value = 0.6", "value = true", "rules.toml [W99] thresholds.held value: True is no fig"),
        ('"share"', '"meters"', "rules.toml [W99] thresholds.held unit: 'meters' is none of"),
        ("unit = ", "units = ", "rules.toml [W99] thresholds.held: value, unit and label are need"),
        ('["run"]', '["everybody"]', "rules.toml [W99] for: a list of some of"),
        ('["run"]', "[]", "rules.toml [W99] for: a list of some of"),
        ("[[", "[[], [", "rules.toml [W99] ways, 1: a way needs one condition at least."),
        ("ours =", "mine =", "rules.toml [W99] mine: nothing reads this."),
    ],
)
def test_rules_that_cannot_be_used_are_refused_by_place(before: str, after: str, sentence: str):
    assert list(read_rules(RULE)) == ["W99"]

    pattern = sentence if ".*" in sentence else re.escape(sentence)
    with pytest.raises(BrokenData, match=pattern):
        read_rules(RULE.replace(before, after))


def test_rules_are_refused_when_two_have_one_key():
    with pytest.raises(BrokenData, match=re.escape("[W98] key: W99 has the same.")):
        read_rules(RULE + RULE.replace("W99", "W98"))


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('works = "They answer."', "", "guides.toml [ask] works: missing."),
        ("works", "worked", "guides.toml [ask] worked: nothing reads this."),
        ('["Ask."]', "[]", "guides.toml [ask] this_week: one step at least is needed."),
        ('"So."', '" "', "guides.toml [ask] why: some words are needed."),
    ],
)
def test_guides_that_cannot_be_used_are_refused_by_place(before: str, after: str, sentence: str):
    assert list(read_guides(GUIDE)) == ["ask"]

    with pytest.raises(BrokenData, match=re.escape(sentence)):
        read_guides(GUIDE.replace(before, after))


def test_rules_name_indicators_that_are_declared():
    declared = {one.name for one in all_indicators()}
    named = {name for rule in shipped_rules().values() for name in rule.indicators}

    assert named - declared == set()


def test_rules_compare_what_can_be_compared():
    """A yes with a yes, a word with a word, a figure with a figure: nothing breaks a judgment."""
    units = {one.name: one.unit for one in all_indicators()}
    kinds = {"yes": bool, "word": str}
    wrong = [
        f"{rule.number}: {one.indicator} {one.relation} {one.bound}"
        for rule in shipped_rules().values()
        for way in rule.ways_with({})
        for one in way
        if one.indicator in units
        and not isinstance(one.bound, kinds.get(units[one.indicator], (int, float)))
    ]

    assert wrong == []


def test_rules_lead_somewhere():
    rules = shipped_rules().values()

    assert {rule.guide for rule in rules} == set(guides())
    assert all(reverse(rule.page, args=["champions"]) for rule in rules)
    assert {key for rule in rules for key in rule.not_for} - set(shipped_archetypes()) == set()
    assert {one for rule in rules for one in rule.audience} == set(AUDIENCES)


def test_rules_and_guides_are_described():
    described = (ROOT / "docs" / "advice.md").read_text(encoding="utf-8")
    rows = [_row(rule) for rule in shipped_rules().values()]
    rows += [f"- `{guide.key}`: {guide.title}." for guide in guides().values()]

    refuse([row for row in rows if row not in described], "Add these lines to docs/advice.md")


def _row(rule: Rule) -> str:
    when = " *or* ".join(
        " *and* ".join(f"`{one.indicator} {one.relation} {_bound(one.bound)}`" for one in way)
        for way in rule.ways_with({})
    )
    others = ", ".join(f"`{key}`" for key in sorted(rule.not_for))
    parts = [rule.number, rule.title, rule.severity, when, ", ".join(rule.audience), others]
    return f"| {' | '.join(parts)} |"


def _bound(bound: Value) -> str:
    if isinstance(bound, bool):
        return "yes" if bound else "no"
    return bound if isinstance(bound, str) else f"{bound:g}"


def test_guides_are_fourteen_and_short():
    assert len(guides()) == 14
    for guide in guides().values():
        words = " ".join([guide.why, *guide.this_week, guide.works]).split()
        assert len(words) < 160, guide.key


def test_advice_is_one_to_three_sentences():
    for rule in shipped_rules().values():
        assert len(rule.advice.split()) < 60, rule.number
        assert 1 <= len(re.findall(r"[.?!](?=\s|$)", rule.advice)) <= 3, rule.number
