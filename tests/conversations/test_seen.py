from __future__ import annotations

import random

from mandorla.conversations.sources import seen
from mandorla.conversations.sources.seen import Seen


def test_seen_tells_new_numbers_from_those_that_were_there():
    random_numbers = random.Random(1)
    numbers = [random_numbers.getrandbits(64) - 2**63 for _ in range(seen.RECENT + 7)]
    known = Seen()

    assert all(known.is_new(number) for number in numbers)
    assert not any(known.is_new(number) for number in numbers)
    assert all(known.is_new(number) for number in (5, 0, -1))


def test_seen_costs_eight_bytes_a_number():
    known = Seen()
    for number in range(3 * seen.RECENT):
        known.is_new(number * 0x9E37_79B9_7F4A_7C15)

    kept = sum(part.buffer_info()[1] * part.itemsize for part in known._parts)
    assert kept == 8 * 3 * seen.RECENT
