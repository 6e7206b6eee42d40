"""What each side gets of what it expected: read from rounds as they may be shown, and evidence."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandorla.ledger.give_get import GiveGet, Item, read_give_get
from mandorla.ledger.give_get_out import as_csv, as_data
from mandorla.ledger.periods import Period
from mandorla.ledger.working_out import work_out
from tests import make
from tests.ledger.giving import FAR, group, rated, reached, serving
from tests.ledger.putting import given, hours, money, rates
from tests.ledger.test_working_out import euros
from tests.value.rounds import Group

pytestmark = pytest.mark.django_db
__all__ = ["euros"]
YEAR = Period(2026)


def read(found: Group, **asked: Any) -> GiveGet:
    return read_give_get(found.community, YEAR, **{"reader": found.ana, **asked})


def item(found: GiveGet, text: str) -> Item:
    return next(one for one in found.items if one.text == text)


def kinds(found: GiveGet, side: str) -> dict[str, str]:
    sides = {one.text: one.sides[side] for one in found.items}
    return {text: one.became.kind for text, one in sides.items() if one}


def texts(found: GiveGet) -> str:
    return repr(as_data(found)) + "".join(as_csv(found))


# --- what is said -------------------------------------------------------------------------------


def test_sides_are_held_against_what_they_weighed_and_what_shows_it():
    atlas = group(6)
    rated(atlas)
    serving(atlas.community, "Faster roll-out", side="organization")
    serving(atlas.community, "A common way of working", side="members")
    reached(atlas.community, "Fewer repeat errors")

    found = read(atlas)

    assert kinds(found, "organization") == {
        "Faster roll-out": "short",
        "Fewer repeat errors": "kept",
        "A common way of working": "beyond",
        "Support in a hard role": "small",
        "Answers to my problems": "beyond",
        "A network across units": "beyond",
    }
    assert kinds(found, "members") == {
        "Faster roll-out": "small",
        "Fewer repeat errors": "short",
        "A common way of working": "kept",
        "Support in a hard role": "beyond",
        "Answers to my problems": "beyond",
        "A network across units": "unshown",
    }
    ours, theirs = found.sides["organization"], found.sides["members"]
    assert ours is not None
    assert theirs is not None
    assert (ours.got, ours.missing, ours.unrated) == pytest.approx((0.5, 0.4, 0.1))
    assert (theirs.got, theirs.missing, theirs.unrated) == pytest.approx((0.32, 0.38, 0.3))
    assert (ours.shown, theirs.shown) == pytest.approx((0.65, 0.5))


def test_widest_gap_stands_first():
    atlas = group(6)
    rated(atlas)
    assert [one.text for one in read(atlas).items][:3] == [
        "A common way of working",  # nothing shows 0.30 of the weight of the members
        "Faster roll-out",  # the organization misses 0.28
        "Fewer repeat errors",  # the members miss 0.12
    ]


def test_gain_of_one_side_shows_nothing_for_the_other():
    atlas = group(6)
    rated(atlas)
    serving(atlas.community, "A common way of working", side="organization")
    serving(atlas.community, "A common way of working", side="members", state="claimed")

    evidence = item(read(atlas), "A common way of working").evidence

    assert evidence.confirmed == {"organization": 1, "members": 0}
    assert evidence.stories == 2
    assert kinds(read(atlas), "members")["A common way of working"] == "unshown"


@pytest.mark.parametrize(
    ("facts", "count"),
    [({}, 1), ({"baseline": None}, 0), ({"role": "leading"}, 0), ({"target": 60.0}, 0)],
)
def test_outcome_shows_something_when_it_came_to_its_target_from_elsewhere(facts, count):
    atlas = group(6)
    rated(atlas)
    reached(atlas.community, "Faster roll-out", **facts)
    assert item(read(atlas), "Faster roll-out").evidence.reached == count


def test_what_a_side_gave_stands_beside_it_and_in_no_item():
    atlas = group(6)
    rated(atlas)
    rates(make.program_manager())
    before = [as_data(read(atlas))[name] for name in ("items", "sides")]
    given(atlas.community, money("3000"))
    given(atlas.community, hours("20"))

    found = as_data(read(atlas))

    assert [found[name] for name in ("items", "sides")] == before
    assert [one["worth"] for one in found["balance"]["actual"]["sides"]] == ["3000.00", "1000.00"]


def test_what_was_confirmed_for_each_side_is_a_range(euros):
    atlas = group(6)
    rated(atlas)
    serving(atlas.community, "Faster roll-out", side="organization")
    work_out([atlas.community.pk], at=make.AT)

    worth = read(atlas).worth

    assert (worth["organization"].worth, worth["members"].worth) == ("400 to 400 EUR", "")


def test_before_a_round_it_says_what_is_expected_and_what_shows_it():
    atlas = group(6)
    serving(atlas.community, "Faster roll-out", side="organization")
    found = read(atlas)
    assert found.shown is None
    assert found.sides == {"organization": None, "members": None}
    assert item(found, "Faster roll-out").evidence.confirmed["organization"] == 1
    assert found.items[0].text == "Faster roll-out"


def test_it_keeps_the_words_of_the_round_when_an_expectation_is_dropped_or_reworded():
    atlas = group(6)
    rated(atlas)
    first, second = atlas.community.expectations.order_by("position")[:2]
    first.drop(by=None, at=FAR)
    words = {**second.words, "text": "No error twice"}
    second.reword(**words, by=None, at=FAR)
    assert {"Faster roll-out", "Fewer repeat errors"} <= {one.text for one in read(atlas).items}


# --- what is not said ---------------------------------------------------------------------------


def test_members_are_hidden_when_fewer_than_five_answered_and_the_organization_is_named():
    atlas = group(6)
    rated(atlas, voters=4)
    found = read(atlas)

    assert "shown from 5" in found.hidden
    assert found.sides["members"] is None
    assert {one.sides["members"] for one in found.items} == {None}
    ours = item(found, "Faster roll-out").sides["organization"]
    assert ours is not None
    assert (ours.weight, ours.delivery) == (0.4, None)
    for said in as_data(found)["items"]:
        members = said["sides"][1]
        assert [members[name] for name in ("weight", "delivery", "gap", "missing")] == [None] * 4


def test_ratings_of_four_are_hidden_though_six_weighed():
    atlas = group(6)
    rated(atlas, raters=4)
    found = read(atlas)
    theirs = found.sides["members"]
    assert theirs is not None
    assert (theirs.got, theirs.missing, theirs.unrated) == pytest.approx((0, 0, 1))
    assert found.reasons["members"] == "too_few_rated"
    assert {one.sides["members"].delivery for one in found.items if one.sides["members"]} == {None}


def test_one_more_voter_changes_nothing_that_is_read():
    """Five answers are shown; the sixth would be the difference of two rounds, so it is not."""
    atlas = group(6)
    rated(atlas, voters=5)
    before = texts(read(atlas))
    rated(atlas, member=(10, 10, 10, 10, 10, 10), days=30)

    after = read(atlas)

    assert after.hidden
    assert after.shown is not None
    assert after.shown.elicitation.number == 1
    assert texts(after).replace(repr(after.hidden), repr("")) == before


def test_ratings_are_told_no_finer_than_the_round_tells_them():
    atlas = group(7)
    rated(atlas)
    elicitation = atlas.community.elicitations.get()
    figures: Any = elicitation.result.figures
    figures["items"][0]["member_delivery"] = 2.142857
    type(elicitation.result).objects.update(figures=figures)

    theirs = item(read(atlas), "Faster roll-out").sides["members"]

    assert theirs is not None
    assert theirs.delivery == 2.1
    assert theirs.became.missing == pytest.approx(0.1 * 0.79)
    assert "2.14" not in texts(read(atlas))


def test_stories_count_only_for_those_who_may_read_them():
    atlas = group(6)
    rated(atlas)
    serving(atlas.community, "Faster roll-out", side="organization", seen_by="sponsor")
    serving(atlas.community, "Faster roll-out", side="organization", seen_by="community")
    outside = make.person()

    counts = {
        name: item(read(atlas, reader=reader), "Faster roll-out").evidence.confirmed["organization"]
        for name, reader in (("sponsor", atlas.ben), ("leader", atlas.ana), ("outside", outside))
    }

    assert counts == {"sponsor": 2, "leader": 1, "outside": 0}


def test_no_name_of_anybody_is_in_it():
    atlas = group(6)
    rated(atlas)
    told = serving(atlas.community, "Faster roll-out", side="members")
    assert told.teller is not None
    everybody = [atlas.ana, atlas.ben, atlas.fay, told.teller, *atlas.members]
    assert [one.name for one in everybody if one.name in texts(read(atlas))] == []


@pytest.mark.parametrize("count", [1, 3])
def test_reading_costs_the_same_queries(count):
    atlas = group(6)
    rated(atlas)
    rates(make.program_manager())
    for number in range(count):
        for text in ("Faster roll-out", "Fewer repeat errors", "A common way of working")[:count]:
            serving(atlas.community, text, side="members")
            reached(atlas.community, text, name=f"{text} {number}")
        given(atlas.community, money("3000"))
    read(atlas)
    with CaptureQueriesContext(connection) as asked:
        texts(read(atlas))
    assert len(asked) == 10
