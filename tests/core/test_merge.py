"""Two people change one text: nothing that anybody wrote is lost."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.merge import Clash, merge

LINE = st.sampled_from(["", "# Notes", "Ana", "Ben", "- price lists", "- training", "x"])
TEXT = st.lists(LINE, max_size=9).map("\n".join)


@st.composite
def edited(draw, text: str) -> str:
    """What somebody makes of a text: lines taken out, changed and added here and there."""
    lines = text.split("\n") if text else []
    made = []
    for line in lines:
        what = draw(st.sampled_from(["keep", "keep", "keep", "drop", "change", "add"]))
        made += {"keep": [line], "drop": [], "change": [draw(LINE)], "add": [line, draw(LINE)]}[
            what
        ]
    return "\n".join(made)


@st.composite
def three(draw) -> tuple[str, str, str]:
    base = draw(TEXT)
    return base, draw(st.one_of(edited(base), TEXT)), draw(st.one_of(edited(base), TEXT))


def lines(text: str) -> Counter[str]:
    return Counter(line for line in text.split("\n") if line)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "text"),
    [
        ("", "", "", ""),
        ("", "Ana", "", "Ana"),
        ("", "", "Ben", "Ben"),
        ("", "same", "same", "same"),
        ("a\nb\nc", "a\nb\nc", "a\nB\nc", "a\nB\nc"),
        ("a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"),
        ("a\nb\nc", "a\nc", "a\nb\nc\nd", "a\nc\nd"),
        ("a\nb\nc", "", "a\nb\nc", ""),
        ("a\nb", "new\na\nb", "a\nb\nend", "new\na\nb\nend"),
        ("a\n\nb", "a\n\nb\n\nc", "z\n\nb", "z\n\nb\n\nc"),
    ],
)
def test_merge_keeps_both_when_they_wrote_in_different_places(base, mine, theirs, text):
    merged = merge(base=base, mine=mine, theirs=theirs)

    assert (merged.text, merged.clashes) == (text, ())


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "text", "clash"),
    [
        ("at nine", "at ten", "at eleven", "at ten\nat eleven", (("at ten",), ("at eleven",))),
        ("", "Ana", "Ben", "Ana\nBen", (("Ana",), ("Ben",))),
        ("a\nb\nc", "a\nc", "a\nB\nc", "a\nB\nc", ((), ("B",))),
        ("a\nb\nc", "a\nB\nc", "a\nc", "a\nB\nc", (("B",), ())),
        (
            "a\nz",
            "a\nsame\nmine\nz",
            "a\nsame\nyours\nz",
            "a\nsame\nmine\nyours\nz",
            (("mine",), ("yours",)),
        ),
    ],
)
def test_merge_shows_both_wordings_when_they_wrote_in_the_same_place(
    base, mine, theirs, text, clash
):
    merged = merge(base=base, mine=mine, theirs=theirs)

    assert (merged.text, merged.clashes) == (text, (Clash(*clash),))


@given(three())
def test_merge_loses_no_line_that_somebody_wrote(texts):
    base, mine, theirs = texts

    merged = merge(base=base, mine=mine, theirs=theirs)

    for side in (mine, theirs):
        written = lines(side) - lines(base)
        assert not written - lines(merged.text)


@given(three())
def test_merge_takes_a_line_out_only_when_one_of_the_two_did(texts):
    base, mine, theirs = texts

    merged = merge(base=base, mine=mine, theirs=theirs)

    assert not lines(mine) - lines(merged.text) - (lines(base) - lines(theirs))
    assert not lines(theirs) - lines(merged.text) - (lines(base) - lines(mine))


@given(three())
def test_merge_invents_nothing(texts):
    base, mine, theirs = texts

    merged = merge(base=base, mine=mine, theirs=theirs)

    assert not lines(merged.text) - lines(mine) - lines(theirs)
    for clash in merged.clashes:
        assert clash.mine != clash.theirs
        assert not Counter(filter(None, clash.mine)) - lines(mine)
        assert not Counter(filter(None, clash.theirs)) - lines(theirs)


@given(three())
def test_merge_finds_the_same_clashes_when_the_two_change_places(texts):
    base, mine, theirs = texts

    one = merge(base=base, mine=mine, theirs=theirs)
    other = merge(base=base, mine=theirs, theirs=mine)

    assert [(clash.theirs, clash.mine) for clash in one.clashes] == [
        (clash.mine, clash.theirs) for clash in other.clashes
    ]


@given(TEXT, TEXT)
def test_merge_takes_what_one_made_of_it_when_the_other_changed_nothing(base, changed):
    assert merge(base=base, mine=changed, theirs=base).text == changed
    assert merge(base=base, mine=base, theirs=changed).text == changed


@given(three())
def test_merge_takes_the_second_writing_when_its_writer_saw_the_first(texts):
    """Who resolves a clash saves again with what they were shown; nothing clashes then."""
    base, mine, theirs = texts
    merged = merge(base=base, mine=mine, theirs=theirs)

    again = merge(base=theirs, mine=merged.text, theirs=theirs)

    assert (again.text, again.clashes) == (merged.text, ())
