"""Numbers that have been seen, many of them in little memory."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import Final

PARTS: Final = 256
RECENT: Final = 100_000
SIGNS: Final = 0xFFFF_FFFF_FFFF_FFFF


class Seen:
    """Which numbers of 64 bits were there before, at eight bytes each.

    A few recent ones are in a set; when they are many, they are sorted in among the others, which
    lie in parts, so that only one part at a time is made anew.
    """

    def __init__(self) -> None:
        self._recent: set[int] = set()
        self._parts = [array("Q") for _part in range(PARTS)]

    def is_new(self, number: int) -> bool:
        """Whether it was not there before; from now on it was.

        >>> seen = Seen()
        >>> seen.is_new(7), seen.is_new(-7), seen.is_new(7)
        (True, True, False)
        """
        number &= SIGNS
        if number in self._recent:
            return False
        part = self._parts[number % PARTS]
        place = bisect_left(part, number)
        if place < len(part) and part[place] == number:
            return False
        self._recent.add(number)
        if len(self._recent) >= RECENT:
            self._sort_in()
        return True

    def _sort_in(self) -> None:
        import numpy as np  # slow import

        recent = np.fromiter(self._recent, dtype=np.uint64, count=len(self._recent))
        self._recent.clear()
        part_of = recent % PARTS
        recent = recent[np.argsort(part_of, kind="stable")]
        ends = np.cumsum(np.bincount(part_of.astype(np.int64), minlength=PARTS))
        for place, added in enumerate(np.split(recent, ends[:-1])):
            both = np.concatenate([np.frombuffer(self._parts[place], dtype=np.uint64), added])
            both.sort(kind="stable")
            self._parts[place] = array("Q", both.tobytes())
