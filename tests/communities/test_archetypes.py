from __future__ import annotations

from pathlib import Path

import pytest
from dateutil.rrule import rrulestr

from mandorla.communities.archetypes import (
    ShippedArchetype,
    shipped_archetype,
    shipped_archetypes,
)
from mandorla.communities.charter_fields import FIELD_NAMES, MOST_OBJECTIVES
from mandorla.core.waiting import TAKES

ALL = list(shipped_archetypes().values())
PAIRS = ("benefit_concern", "concern_payoff", "benefit_payoff")

every_archetype = pytest.mark.parametrize("archetype", ALL, ids=lambda archetype: archetype.key)


def test_archetypes_are_ten_with_the_founding_three_first():
    assert [archetype.key for archetype in ALL] == [
        "change_champions",
        "strategic_constituency",
        "tech_specialists",
        "practice_guild",
        "helping_network",
        "decision_cop",
        "lessons_circle",
        "mentoring_circle",
        "frontier_group",
        "external_network",
    ]
    assert [archetype.founding for archetype in ALL] == [True] * 3 + [False] * 7


def test_archetypes_credit_seth_kahan_when_they_are_founding():
    assert {archetype.credit for archetype in ALL if archetype.founding} == {"Seth Kahan"}
    assert all("Seth Kahan" in archetype.source for archetype in ALL if archetype.founding)
    assert {archetype.credit for archetype in ALL if not archetype.founding} == {""}


def test_archetype_is_none_when_the_key_is_unknown():
    assert shipped_archetype("sigs") is None
    assert shipped_archetype("") is None


@every_archetype
def test_archetype_agenda_adds_up_to_its_minutes(archetype: ShippedArchetype):
    assert sum(item.minutes for item in archetype.agenda) == archetype.minutes


@every_archetype
def test_archetype_agenda_takes_everything_that_waits_somewhere(archetype: ShippedArchetype):
    assert {kind for step in archetype.agenda for kind in step.takes} == set(TAKES)


@every_archetype
def test_archetype_rule_is_understood(archetype: ShippedArchetype):
    assert archetype.rule == "" or rrulestr(archetype.rule) is not None


@every_archetype
def test_archetype_offers_two_to_four_entries_for_each_force(archetype: ShippedArchetype):
    for force in (archetype.benefits, archetype.concerns, archetype.payoffs):
        assert 2 <= len(force) <= 4
        assert all(entry.endswith(".") and len(entry) <= 120 for entry in force)


@every_archetype
def test_archetype_says_something_in_every_field(archetype: ShippedArchetype):
    assert all([archetype.name, archetype.summary, archetype.choose_when, archetype.provenance])
    assert all(getattr(archetype.fits, pair) for pair in PAIRS)
    assert all(archetype.charter.values())
    assert len(archetype.risks) >= 2
    assert all(risk.risk and risk.advice for risk in archetype.risks)
    assert archetype.leading_measures
    assert archetype.outcome_measures


@every_archetype
def test_archetype_numbers_are_plausible(archetype: ShippedArchetype):
    assert 0 < archetype.size_low < archetype.size_high
    assert archetype.joining in {"open", "ask"}
    assert 1 <= archetype.license_months <= 36


@every_archetype
def test_archetype_suggests_a_text_for_every_field_of_a_charter(archetype: ShippedArchetype):
    assert set(archetype.charter) == set(FIELD_NAMES)
    assert len(archetype.charter["objectives"].splitlines()) <= MOST_OBJECTIVES


@every_archetype
def test_archetype_is_described_in_the_documentation(archetype: ShippedArchetype):
    page = (Path(__file__).parents[2] / "docs/archetypes.md").read_text(encoding="utf-8")

    described = page.partition(f"### {archetype.name}\n")[2].partition("\n### ")[0]

    assert f"`{archetype.key}`" in described
    assert f"{archetype.size_low} to {archetype.size_high} people" in described
    assert archetype.cadence[1:] in described
    assert f"{archetype.minutes} minutes" in described
    assert archetype.summary in described
    assert archetype.provenance in described
