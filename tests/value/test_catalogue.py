"""The expectations that ship: neutral, short, enough for every archetype, described."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from mandorla.communities.archetypes import shipped_archetypes
from mandorla.value.catalogue import ShippedExpectation, shipped_expectations
from mandorla.value.models.expectation import FEWEST, HORIZONS, LEVELS, LONGEST

SIDED = re.compile(
    r"\b(we|us|our|ours|i|me|my|mine|you|your|organization|company)\b", re.IGNORECASE
)
ENTRIES = list(shipped_expectations().values())
every_entry = pytest.mark.parametrize("entry", ENTRIES, ids=[entry.key for entry in ENTRIES])


def test_catalogue_holds_something_of_every_level_and_horizon():
    assert len(ENTRIES) == 33
    assert Counter(entry.level for entry in ENTRIES) == {
        "organization": 14,
        "group": 8,
        "person": 11,
    }
    assert {entry.horizon for entry in ENTRIES} == set(HORIZONS)


@every_entry
def test_entry_can_be_weighed_by_both_sides(entry: ShippedExpectation):
    assert 0 < len(entry.text) <= LONGEST
    assert not SIDED.search(entry.text)
    assert not entry.text.endswith(".")
    assert entry.text[0].isupper()


@every_entry
def test_entry_says_for_whom_by_when_and_what_would_show_it(entry: ShippedExpectation):
    assert entry.level in LEVELS
    assert entry.horizon in HORIZONS
    assert 0 < len(entry.measure) <= 200
    assert entry.other_words
    assert entry.suits <= set(shipped_archetypes())
    assert len(entry.key) <= 60


def test_entries_read_differently():
    assert len({entry.text.casefold() for entry in ENTRIES}) == len(ENTRIES)


@pytest.mark.parametrize("key", list(shipped_archetypes()))
def test_archetype_is_offered_enough_for_a_round_with_something_for_each_side(key: str):
    suited = [entry for entry in ENTRIES if key in entry.suits]
    assert len(suited) >= FEWEST
    assert {entry.level for entry in suited} == set(LEVELS)


def test_scarce_goods_ask_how_they_are_shared_out():
    noted = {entry.key for entry in ENTRIES if entry.note}
    assert noted == {"recognition", "close_to_decisions", "careers_advance", "known_for_knowing"}
    assert all("Ask " in entry.note for entry in ENTRIES if entry.note)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("rollout", "faster_rollout"),
        ("hand-over", "fewer_handover_delays"),
        ("MENTOR", "experience_passed_on"),
        ("roll-out deploy", "faster_rollout"),
    ],
)
def test_entry_is_found_by_beginnings_of_how_people_say_it(words: str, key: str):
    assert [entry.key for entry in ENTRIES if entry.is_named(words)] == [key]


def test_entries_are_all_found_when_nothing_is_asked():
    assert all(entry.is_named("") for entry in ENTRIES)


@every_entry
def test_entry_is_described_in_the_documentation(entry: ShippedExpectation):
    page = (Path(__file__).parents[2] / "docs/expectations.md").read_text(encoding="utf-8")

    row = next(line for line in page.splitlines() if f"`{entry.key}`" in line)

    assert entry.text in row
    assert entry.measure in row
    assert str(HORIZONS[entry.horizon]) in row
    assert entry.note in page
