"""What rounds found, as programs read it: no more than pages show."""

from __future__ import annotations

import pytest

from tests import make
from tests.api.caller import Caller
from tests.value.rounds import group, held

pytestmark = pytest.mark.django_db
FIGURES = (
    "overlap",
    "interval_80",
    "interval_95",
    "agreement_w",
    "tau_b",
    "coverage",
    "ceiling",
    "organization_answers",
    "organization_resampled",
)


def test_result_tells_every_figure_and_every_expectation():
    atlas = group(8)
    held(atlas)

    found = Caller(make.person()).get("/communities/atlas/rounds/1/result").json()

    assert found["overlap"] == pytest.approx(0.6)
    assert found["interval_80"] == pytest.approx([0.6, 0.6])
    assert (found["is_shown"], found["why_hidden"], found["instead"]) == (True, "", None)
    assert (found["invited"], found["respondents"]) == (10, 8)
    assert found["reasons"] == {"ceiling": "too_few"}  # halves of four are too few
    assert [item["place"] for item in found["items"]] == list(range(6))
    first = found["items"][0]
    assert (first["item"], first["is_shared"]) == ("Faster roll-out", True)
    assert first["tension"] == pytest.approx(0.3)
    assert first["organization_quadrant"] == "keep_going"


def test_result_gives_nothing_of_the_members_out_when_few_answered():
    atlas = group(8)
    held(atlas, voters=3)

    found = Caller(atlas.ana).get("/communities/atlas/rounds/1/result").json()

    assert (found["is_shown"], found["why_hidden"], found["respondents"]) == (False, "too_few", 3)
    assert [found[name] for name in FIGURES] == [None] * len(FIGURES)
    assert found["reasons"] == dict.fromkeys(FIGURES, "too_few")
    assert {key for item in found["items"] for key, value in item.items() if value is not None} == {
        "place",
        "item",
        "organization",
    }


def test_result_names_the_round_that_stays_up_when_one_more_answered():
    atlas = group(9)
    held(atlas, voters=8)
    held(atlas)

    found = Caller(atlas.ana).get("/communities/atlas/results").json()

    assert found["next"] is None
    assert [(row["round"], row["why_hidden"], row["instead"]) for row in found["items"]] == [
        (2, "close_to_earlier", 1),
        (1, "", None),
    ]
    assert [row["overlap"] is None for row in found["items"]] == [True, False]


def test_result_says_how_it_differs_from_the_one_before():
    atlas = group(8)
    held(atlas)
    held(atlas, member=(38, 25, 15, 10, 10, 2))

    newest = Caller(atlas.ana).get("/communities/atlas/results").json()["items"][0]

    assert newest["change"]["kind"] == "rose"
    assert newest["change"]["difference"] == pytest.approx(0.38, abs=0.01)


def test_result_is_not_there_while_the_round_is_open():
    atlas = group(8)
    make.elicitation(atlas.community)
    caller = Caller(atlas.ana)

    assert caller.get("/communities/atlas/rounds/1/result").status_code == 404
    assert caller.get("/communities/atlas/results").json() == {"items": [], "next": None}
