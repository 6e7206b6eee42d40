"""Who could help with what somebody asks, and why."""

from __future__ import annotations

import pytest
import snowballstemmer
from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.helping import Helper, suggest_helpers, terms

stem = snowballstemmer.stemmer("english").stemWord
LANGUAGES = [Helper((name,), ()) for name in ("C", "C#", "C++", ".NET", "Go", "R")]


@pytest.mark.parametrize(
    ("ask", "skill"),
    [
        ("Who knows C#?", "C#"),
        ("a bug in our csharp code", "C#"),
        ("c++, and quickly", "C++"),
        ("Somebody with cpp experience", "C++"),
        ("How do I call C from here", "C"),
        ("moving to .net.", ".NET"),
        ("dotnet (core)", ".NET"),
        ("golang!", "Go"),
        ("plots in R.", "R"),
    ],
)
def test_languages_are_told_apart(ask, skill):
    offers = suggest_helpers(ask, LANGUAGES, stem=stem)
    assert [offer.skills for offer in offers] == [(skill,)]


def test_skill_of_several_words_is_found_in_another_form():
    helpers = [Helper(("price lists", "lists"), ()), Helper(("price",), ())]
    offers = suggest_helpers("Our price list is old", helpers, stem=stem)
    assert [(offer.place, offer.skills) for offer in offers] == [
        (0, ("price lists", "lists")),
        (1, ("price",)),
    ]


def test_what_was_solved_counts_with_its_places():
    solved = ("The scanner stops at the gate", "Lunch", "Scanners stop when the gate opens")
    (offer,) = suggest_helpers("Our scanner stops", [Helper((), ()), Helper((), solved)], stem=stem)
    assert (offer.place, set(offer.solved)) == (1, {0, 2})


def test_rare_skill_comes_before_one_that_many_state():
    helpers = [Helper(("Excel",), ()), Helper(("Excel",), ()), Helper(("welding",), ())]
    offers = suggest_helpers("welding times in Excel", helpers, stem=stem)
    assert [offer.place for offer in offers] == [2, 0, 1]


@pytest.mark.parametrize("ask", ["", "???", "Nothing of the kind"])
def test_nobody_is_suggested_without_a_reason(ask):
    assert suggest_helpers(ask, [*LANGUAGES, Helper(("",), ("",))], stem=stem) == ()


def test_nobody_is_suggested_when_there_is_nobody():
    assert suggest_helpers("C#", [], stem=stem) == ()


words = st.text(alphabet="abc+#. ", max_size=20)


@given(words, st.lists(st.tuples(st.lists(words, max_size=3), st.lists(words, max_size=3))))
def test_every_offer_has_a_reason_of_its_own(ask, found):
    helpers = [Helper(tuple(skills), tuple(solved)) for skills, solved in found]
    offers = suggest_helpers(ask, helpers, stem=str, most=100)
    for offer in offers:
        assert offer.skills or offer.solved
        assert set(offer.skills) <= set(helpers[offer.place].skills)
        assert all(place < len(helpers[offer.place].solved) for place in offer.solved)
    assert [offer.score for offer in offers] == sorted((o.score for o in offers), reverse=True)


@given(words)
def test_terms_are_the_same_however_they_are_capitalized(text):
    assert terms(text, stem=str) == terms(text.upper(), stem=str)
