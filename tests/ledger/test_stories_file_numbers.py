"""Numbers in a file of stories: asked for where they could be two, refused beyond measure."""

from __future__ import annotations

from datetime import date

import pytest

from mandorla.communities.models import Community
from mandorla.ledger.named_in_file import Named
from mandorla.ledger.stories_file import COLUMNS, read_stories_file
from mandorla.people.models import Person
from tests import make
from tests.ledger.story_rows import GAIN, GOOD, table

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 2)


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def guild(ana: Person) -> Community:
    return make.community("Guild", leader=ana, members=(make.person("Mia Member"),))


def read_between_semicolons(guild: Community, by: Person, lows, highs):
    rows = [{**GOOD, **GAIN, "low": a, "high": b} for a, b in zip(lows, highs, strict=True)]
    lines = [COLUMNS, *([row.get(column, "") for column in COLUMNS] for row in rows)]
    data = "\n".join(";".join(line) for line in lines).encode()
    return read_stories_file(data, file="in.csv", named=Named(guild, by=by), latest=TODAY)


def test_more_hours_than_anybody_can_mean_are_named_with_what_is_the_most(guild, ana):
    row = {**GOOD, **GAIN, "low": "1000000000", "high": "99999999999"}

    said = [
        str(problem)
        for problem in read_stories_file(
            table(row), file="in.csv", named=Named(guild, by=ana), latest=TODAY
        ).problems
    ]

    assert said == [
        f"in.csv, row 2, column “{column}”: “{text}” is more hours than anybody can mean: "
        "999,999,999.9 are the most."
        for column, text in (("low", "1000000000"), ("high", "99999999999"))
    ]


@pytest.mark.parametrize(
    ("lows", "highs", "read"),
    [
        ((",4", "1.234"), ("2.000", "2000,5"), [("0.4", "2000"), ("1234", "2000.5")]),
        ((".4", "2"), ("2,000", "2000.5"), [("0.4", "2000"), ("2", "2000.5")]),
    ],
)
def test_numbers_between_semicolons_are_read_as_their_column_says(guild, ana, lows, highs, read):
    found = read_between_semicolons(guild, ana, lows, highs)

    assert found.problems == ()
    ends = [(str(one.gain.low), str(one.gain.high)) for one in found.rows if one.gain]
    assert ends == read


def test_numbers_between_semicolons_are_asked_for_when_their_column_does_not_tell(guild, ana):
    found = read_between_semicolons(guild, ana, ("7", "1.234"), ("8", "2000"))

    assert [(one.row, one.column, one.what) for one in found.problems] == [
        (3, "low", "“1.234” could be 1234 or 1.234. Write 1234, or 1.2340.")
    ]
