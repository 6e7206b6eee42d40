from __future__ import annotations

import pytest

from mandorla.core.quadrants import quadrant


@pytest.mark.parametrize(
    ("weight", "delivery", "expected"),
    [
        (0.5, 9, "keep_going"),
        (0.5, 2, "do_better"),
        (0.1, 9, "perhaps_too_much"),
        (0.1, 2, "let_rest"),
        (0.25, 5, "keep_going"),  # on both crosshairs
        (0.25, 4.99, "do_better"),
        (0.249999, 5, "perhaps_too_much"),
    ],
)
def test_quadrant_says_what_to_do(weight, delivery, expected):
    assert quadrant(weight=weight, delivery=delivery, items=4) == expected


@pytest.mark.parametrize(
    ("weight", "delivery"), [(1.1, 5), (-0.1, 5), (0.5, 11), (0.5, -1), (0.5, float("nan"))]
)
def test_quadrant_is_refused_when_a_number_is_off_its_scale(weight, delivery):
    with pytest.raises(ValueError, match="from 0 to"):
        quadrant(weight=weight, delivery=delivery, items=4)
