from __future__ import annotations

import pytest

from mandorla.core.staircase import Reached, headline
from mandorla.maturity.reading import shipped
from mandorla.maturity.words import (
    change_in_words,
    gap_in_words,
    level_in_words,
    stage_in_words,
)


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ((3, 3), "3"),
        ((0, 0), "not yet 1"),
        ((2, 5), "at least 2"),
        ((1, 3), "1 to 3"),
        ((0, 1), "at most 1"),
        ((0, 5), "not known"),
    ],
)
def test_level_is_said_as_exactly_as_it_is_known(ends, words):
    assert level_in_words(Reached(*ends), top=5) == words


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ((0, 0), "reached"),
        ((1, 1), "1 level to go"),
        ((2, 2), "2 levels to go"),
        ((0, 2), "perhaps reached, at most 2 to go"),
        ((1, 3), "1 to 3 levels to go"),
    ],
)
def test_gap_is_said_as_exactly_as_it_is_known(ends, words):
    assert gap_in_words(Reached(*ends)) == words


def test_change_is_said_when_it_is_certain():
    said = [change_in_words(levels) for levels in (None, 0, 1, -2)]

    assert said == ["", "as last time", "up 1 level", "down 2 levels"]


def test_stage_is_called_by_its_name():
    exact = headline({"a": Reached(3, 3)}, top=5)
    least = headline({"a": Reached(2, 5)}, top=5)
    unknown = headline({"a": Reached(0, 5)}, top=5)

    said = [stage_in_words(one, shipped()) for one in (exact, least, unknown)]
    assert said == ["Maturing", "At least Developing", ""]
