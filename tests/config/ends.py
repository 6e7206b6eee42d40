"""Waiting for the end of processes that are not our children, without asking again and again."""

from __future__ import annotations

import os
import select
from collections.abc import Iterable

SECONDS = 60


def watch(numbers: Iterable[int | str]) -> list[int]:
    """Handles on running processes, to be given to `all_end`."""
    return [os.pidfd_open(int(number)) for number in numbers]


def all_end(watched: list[int]) -> bool:
    """Whether all of them end; waits for it."""
    ended = [bool(select.select([handle], [], [], SECONDS)[0]) for handle in watched]
    for handle in watched:
        os.close(handle)
    return all(ended)
