"""The minutes of meetings with a known course."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.core.ceremonies import CEREMONIES, part_minutes


@pytest.mark.parametrize(
    ("kind", "minutes", "parts"),
    [
        ("peer_assist", 60, [9, 15, 27, 9]),
        ("peer_assist", 90, [14, 23, 40, 13]),
        ("after_action", 20, [3, 6, 5, 6]),
        ("after_action", 45, [7, 14, 11, 13]),
    ],
)
def test_parts_take_their_share(kind, minutes, parts):
    assert list(part_minutes(kind, minutes=minutes).values()) == parts


@given(st.sampled_from(sorted(CEREMONIES)), st.integers(15, 480))
def test_parts_make_the_whole_time_and_each_is_within_a_minute_of_its_share(kind, minutes):
    parts = part_minutes(kind, minutes=minutes)
    assert sum(parts.values()) == minutes
    for part, share in CEREMONIES[kind].items():
        assert abs(parts[part] - share * minutes) < 1
