from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.lettering import Box
from mandorla.core.marks import place_marks

FRAME = Box(0, 0, 340, 260)
PLACES = st.tuples(st.floats(20, 320), st.floats(20, 240))


@given(st.lists(PLACES | st.just((150.0, 150.0)), max_size=16))
def test_marks_of_a_chart_never_meet_nor_leave_it(points: list[tuple[float, float]]) -> None:
    boxes = place_marks(points, size=(17, 13), frame=FRAME, dot=4)

    assert None not in boxes
    placed = [box for box in boxes if box]
    assert [box for box in placed if not FRAME.holds(box)] == []
    assert [pair for pair in itertools.combinations(placed, 2) if pair[0].meets(pair[1])] == []
    dots = [Box(x - 4, y - 4, x + 4, y + 4) for x, y in points]
    assert [box for box in placed for dot in dots if box.meets(dot)] == []


def test_mark_stands_beside_its_point_when_there_is_room() -> None:
    (box,) = place_marks([(100, 100)], size=(17, 13), frame=FRAME, dot=4)
    assert box == Box(105, 93.5, 122, 106.5)


def test_mark_is_left_out_when_there_is_no_room() -> None:
    assert place_marks([(5, 5)], size=(17, 13), frame=Box(0, 0, 10, 10), dot=4) == [None]
