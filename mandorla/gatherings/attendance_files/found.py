"""What an attendance file says, whichever program wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import date, datetime

    from mandorla.base.tables import Problem
    from mandorla.core.stay import Stay

Order = Literal["day", "month"]
Kind = Literal["person", "phone", "unnamed"]

FORMATS = {
    "teams": _("Microsoft Teams attendance report"),
    "teams_list": _("Microsoft Teams attendance list (joined and left)"),
    "teams_live": _("Microsoft Teams live event report"),
    "zoom": _("Zoom participants report"),
    "meet": _("Google Meet attendance report"),
}


@dataclass(frozen=True)
class Attended:
    """Somebody who was there, according to a file.

    Attributes:
        name: The name without "(Guest)" and the like; empty for a caller by telephone, whose
            number is not kept, and for somebody who is not to be named.
        also: Another name in the same row, as the one that was chosen for a Zoom meeting.
        email: The e-mail address in small letters; may be empty.
        account: The name of the account when it is another address; may be empty.
        kind: A person, a caller by telephone, or somebody without a name.
        stays: When they were there.
        seconds: How long in all; None when the file does not say.
        rows: The rows of the file that are about them.
    """

    name: str
    also: str
    email: str
    account: str
    kind: Kind
    stays: tuple[Stay, ...]
    seconds: int | None
    rows: tuple[int, ...]

    @property
    def minutes(self) -> int | None:
        """How long in whole minutes, one at the least; None when the file does not say."""
        return None if self.seconds is None else max(1, round(self.seconds / 60))


@dataclass(frozen=True)
class AttendanceFile:
    """Everything read from one file.

    Attributes:
        format: A key of `FORMATS`.
        title: What the meeting is called; may be empty.
        starts_at: When it began, by the clock of the file, which names no time zone; None when
            the file does not say, or when the day cannot be told from the month.
        ends_at: When it ended, likewise.
        days: The day it began; two where the day cannot be told from the month; none when the
            file does not say.
        order: Whether the day or the month stands first in its dates; None when no date depends
            on it, or when nothing in the file tells.
        question: Which date has to be explained before the durations are known; empty when
            nothing has to be asked.
        people: Who was there, in the order of the file.
        problems: What could not be used or had to be understood in some way, row by row.
    """

    format: str
    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    days: tuple[date, ...]
    order: Order | None
    question: str
    people: tuple[Attended, ...]
    problems: tuple[Problem, ...]
