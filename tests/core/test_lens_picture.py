from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.lens_labels import Label, Named
from mandorla.core.lens_picture import LensPicture, lens_picture
from mandorla.core.lettering import Box, text_width, wrap

SIDES = ("Organization", "Members")
SHARES = st.floats(0, 1, allow_nan=False)
WORDS = st.text(st.sampled_from("abcdefghimstwMWÄñ中文 -.,'%"), min_size=1, max_size=120).filter(
    lambda text: text.strip() != ""
)
NAMED = st.lists(st.builds(Named, WORDS, st.sampled_from(["", "12 points more"])), max_size=4)


def percent(share: float) -> str:
    return f"{round(share * 100)}%"


def drawn(share: float, **what: object) -> LensPicture:
    texts = (percent(share), "between 48% and 66%")
    return lens_picture(share, **{"sides": SIDES, "figures": texts, **what})  # type: ignore[arg-type]


def boxes(picture: LensPicture) -> list[Box]:
    assert picture.number is not None
    return [label.box for label in (*picture.sides, *picture.labels)] + [picture.number.box]


def line_box(label: Label) -> Box | None:
    if label.leader is None:
        return None
    x, y, to_x, to_y = label.leader
    return Box(min(x, to_x) - 0.5, min(y, to_y) - 0.5, max(x, to_x) + 0.5, max(y, to_y) + 0.5)


@given(SHARES, NAMED, NAMED, NAMED, st.booleans(), st.tuples(WORDS, WORDS))
def test_words_never_meet_and_never_leave_the_picture(
    share: float,
    organization: list[Named],
    shared: list[Named],
    members: list[Named],
    is_tall: bool,
    sides: tuple[str, str],
) -> None:
    picture = drawn(
        share,
        organization=organization,
        shared=shared,
        members=members,
        is_tall=is_tall,
        sides=sides,
    )

    frame = Box(0, 0, picture.width, picture.height)
    assert [box for box in boxes(picture) if not frame.holds(box)] == []
    pairs = itertools.combinations(boxes(picture), 2)
    assert [pair for pair in pairs if pair[0].meets(pair[1])] == []


@given(SHARES, NAMED, NAMED, NAMED, st.booleans())
def test_lines_to_the_circles_cross_no_words(
    share: float,
    organization: list[Named],
    shared: list[Named],
    members: list[Named],
    is_tall: bool,
) -> None:
    picture = drawn(
        share, organization=organization, shared=shared, members=members, is_tall=is_tall
    )
    frame = Box(0, 0, picture.width, picture.height)
    for label in picture.labels:
        line = line_box(label)
        if line:
            others = [box for box in boxes(picture) if box != label.box]
            assert frame.holds(line)
            assert [box for box in others if box.meets(line)] == []


@given(SHARES, NAMED, st.booleans())
def test_rows_are_no_wider_than_the_box_of_their_label(
    share: float, named: list[Named], is_tall: bool
) -> None:
    picture = drawn(share, organization=named, shared=named, members=named, is_tall=is_tall)
    for label in picture.labels:
        for row in label.rows:
            width = text_width(row.text, size=12 if row.is_detail else 13)
            assert width <= label.box.right - label.box.left + 0.001


@given(st.floats(0, 0.2), NAMED)
def test_names_stand_in_the_circles_when_those_are_apart(share: float, named: list[Named]) -> None:
    picture = drawn(share, organization=named)
    for label in picture.labels:
        for x in (label.box.left, label.box.right):
            for y in (label.box.top, label.box.bottom):
                off = math.hypot(x - picture.left, y - picture.middle)
                assert off <= picture.lens.left_radius + 4
                right = picture.left + picture.lens.distance
                assert math.hypot(x - right, y - picture.middle) >= picture.lens.right_radius - 4


def test_shared_names_stand_in_the_lens_when_it_is_wide() -> None:
    picture = drawn(0.58, shared=[Named("Faster roll-out"), Named("Answers to my problems")])

    assert [label.leader for label in picture.labels] == [None, None]
    right = picture.left + picture.lens.distance
    for label in picture.labels:
        for center, x in ((picture.left, label.box.right), (right, label.box.left)):
            off = math.hypot(x - center, label.box.bottom - picture.middle)
            assert off <= picture.lens.left_radius


@pytest.mark.parametrize(
    ("share", "kind"), [(0, "above"), (0.03, "above"), (0.2, "small"), (0.5, "large"), (1, "large")]
)
def test_number_stands_where_it_has_room(share: float, kind: str) -> None:
    picture = drawn(share)
    assert picture.number is not None
    assert picture.number.kind == kind


@given(SHARES, st.booleans())
def test_picture_is_its_own_mirror_image(share: float, is_tall: bool) -> None:
    named = [Named("Support in a hard role", "17 points more")]
    picture = drawn(share, organization=named, members=named, is_tall=is_tall)
    left, right = picture.labels
    assert left.box.left == pytest.approx(picture.width - right.box.right)
    assert left.box.top == right.box.top
    assert picture.left + picture.lens.distance / 2 == pytest.approx(picture.width / 2)


def test_picture_leaves_room_for_a_scale_only_when_there_is_an_interval() -> None:
    without = lens_picture(0.5, sides=SIDES, figures=("50%", ""))
    assert without.scale_y is None
    assert drawn(0.5).height > without.height


def test_circles_stand_empty_when_nobody_knows_the_share() -> None:
    picture = lens_picture(None, sides=SIDES)
    assert (picture.number, picture.labels) == (None, ())
    assert [label.rows[0].text for label in picture.sides] == list(SIDES)


# --- breaking lines -----------------------------------------------------------------------------


@given(WORDS, st.lists(st.floats(0, 200), min_size=1, max_size=4))
def test_lines_fit_and_lose_nothing_but_what_an_ellipsis_says(
    text: str, widths: list[float]
) -> None:
    lines = wrap(text, widths=widths, size=10)

    assert [
        text_width(line, size=10) > width for line, width in zip(lines, widths, strict=False)
    ] == [False] * len(lines)
    said, plain = "".join(lines).replace(" ", ""), "".join(text.split())
    assert said == plain or (not lines) or (lines[-1][-1] == "…" and plain.startswith(said[:-1]))
    assert bool(lines) == (widths[0] >= text_width("…", size=10))


def test_word_is_broken_when_it_is_longer_than_a_line() -> None:
    assert wrap("Donaudampfschiff", widths=(60, 60, 60), size=10) == ("Donaudam", "pfschiff")
