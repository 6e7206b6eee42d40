"""Doing something again and again until the program is told to stop."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING

from django.db import DatabaseError, connections
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable


def again(act: Callable[[], object], *, minutes: int, tell: Callable[[str], object]) -> None:
    """Do something now and every so many minutes, until a signal to end comes.

    Args:
        act: What is done.
        minutes: How long it rests in between.
        tell: Is given a sentence when the database does not answer; it may be back later.
    """
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    while not stopped.is_set():
        try:
            act()
        except DatabaseError as problem:
            tell(_("The database does not answer: {why}").format(why=problem))
        connections.close_all()
        stopped.wait(minutes * 60)
