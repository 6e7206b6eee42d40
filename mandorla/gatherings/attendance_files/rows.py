"""One row about somebody: who, from when to when, how long."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.base.tables import Problem, short
from mandorla.core.stay import Stay
from mandorla.gatherings.attendance_files.durations import LONGEST, seconds_of
from mandorla.gatherings.attendance_files.headings import says_original
from mandorla.gatherings.attendance_files.moments import NO_DAY, Clock, is_time
from mandorla.gatherings.attendance_files.names import NOTHING, Name, email_of, name_of
from mandorla.gatherings.attendance_files.tables import notes_on
from mandorla.people.roster.headings import words_of

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.gatherings.attendance_files.found import Order
    from mandorla.gatherings.attendance_files.lines import Line
    from mandorla.gatherings.attendance_files.tables import Table

LONGEST_STAY = timedelta(seconds=LONGEST)
ROUNDING = 90  # seconds by which programs that write whole minutes may be off
_UNIT_WORDS = (("min", 60), ("sec", 1), ("sek", 1), ("seg", 1))


@dataclass(frozen=True)
class Row:
    """What one row says.

    Attributes:
        number: The number of the row.
        name: The name, taken apart.
        email: The e-mail address, or the name of the account when it is an address; or empty.
        account: The name of the account when it is another address; or empty.
        mark: By what rows of the same person are known; empty when the row names nobody.
        start: When they came.
        end: When they left.
        seconds: How long the row says they were there.
    """

    number: int
    name: Name
    email: str
    account: str
    mark: str
    start: datetime | None = None
    end: datetime | None = None
    seconds: int | None = None

    @property
    def stay(self) -> Stay:
        """The time they were there: by the clock, unless the row says that there were gaps."""
        if self.start is None or self.end is None:
            return Stay(seconds=self.seconds)
        span = (self.end - self.start).total_seconds()
        if self.seconds is not None and self.seconds < span - ROUNDING:
            return Stay(seconds=self.seconds)
        return Stay(self.start, self.end)


class Reading:
    """Reads the rows of one file in one order of day and month, and notes what is wrong."""

    def __init__(self, *, file: str, order: Order) -> None:
        self.file = file
        self.clock = Clock(order)
        self.problems: list[Problem] = []
        self.contradictions = 0

    def note(self, row: int | None, what: str, *, column: str = "") -> None:
        """Something a person should know about the file."""
        self.problems.append(Problem(self.file, row, column, what))

    def use(self, table: Table) -> None:
        """The rows of this table count; what was not clear about its columns is said."""
        for note in notes_on(table):
            self.note(table.head.number, note)

    def row(self, table: Table, line: Line, *, bare: int | None = None) -> Row:
        """What a row of a table says.

        Args:
            table: The table.
            line: The row.
            bare: How many seconds a duration without a unit counts, where no heading says.
        """
        who = self._who(table, line)
        if any(line.cells[len(table.head.cells) :]):
            what = _("It has more values than there are headings; those beyond are not used.")
            self.note(line.number, what)
        start = self._moment(table, line, "start")
        end = self._moment(table, line, "end", day=start)
        seconds = self._seconds(table, line, bare)
        wrong = _wrong(start, end, seconds)
        if wrong:
            self.contradictions += 1
            self.note(line.number, wrong)
        if wrong and not (start and end and start <= end <= start + LONGEST_STAY):
            start = end = None
        return replace(who, start=start, end=end, seconds=seconds)

    def _who(self, table: Table, line: Line) -> Row:
        first, last = table.cell(line, "first_name"), table.cell(line, "last_name")
        written = table.cell(line, "name") or f"{first} {last}".strip()
        name = name_of(written, has_original=says_original(table.head.cells))
        email = email_of(table.cell(line, "email"))
        if not email and name.kind == "person" and email_of(name.name):
            email = email_of(name.name)  # who has no name is shown by their address
        account = email_of(table.cell(line, "account"))
        if email == account or not email:
            email, account = email or account, ""
        self._note_no_address(table, line)
        if not email and name.kind == "unnamed":
            return Row(line.number, name, "", "", "")
        if email and name.kind == "unnamed":
            name = Name("", "", "person")
        return Row(line.number, name, email, account, email or f"name {written.casefold()}")

    def _note_no_address(self, table: Table, line: Line) -> None:
        written = table.cell(line, "email")
        if written.casefold() in NOTHING or email_of(written) or "#ext#" in written.lower():
            return
        self.note(
            line.number,
            _("“{text}” is not an e-mail address; the row goes by its name.").format(
                text=short(written)
            ),
        )

    def moment(self, text: str, *, day: datetime | None = None) -> datetime | None:
        """The moment a cell names; a time alone is on the day of another moment, or after it."""
        found = self.clock.read(text, day=day.date() if day else None)
        if found and day and found < day and is_time(text):
            return found + timedelta(days=1)
        return found

    def _moment(
        self, table: Table, line: Line, name: str, *, day: datetime | None = None
    ) -> datetime | None:
        text = table.cell(line, name)
        if text.casefold() in NOTHING:
            return None
        found = self.moment(text, day=day)
        if found is None:
            what = _("“{text}” is not understood as a date and time.").format(text=short(text))
            self.note(line.number, what, column=table.head[table.columns[name]])
        return found

    def _seconds(self, table: Table, line: Line, bare: int | None) -> int | None:
        text = table.cell(line, "seconds")
        if text.casefold() in NOTHING:
            return None
        heading = table.head[table.columns["seconds"]]
        words = words_of(heading)
        unit = next((each for word, each in _UNIT_WORDS if word in words), bare)
        found = seconds_of(text, bare=unit)
        if found is None:
            what = _("“{text}” is not understood as a duration.").format(text=short(text))
            self.note(line.number, what, column=heading)
        return found


def _wrong(start: datetime | None, end: datetime | None, seconds: int | None) -> str:
    """Why the times of a row cannot be as they are read; nothing when they can."""
    if start is None or end is None:
        return ""
    if end < start:
        return _("It ends before it begins; the times are not used.")
    if end - start > LONGEST_STAY:
        return _("It is longer than a week; the times are not used.")
    if seconds is not None and seconds > (end - start).total_seconds() + ROUNDING:
        return _("The duration is longer than the times; the times are used.")
    return ""


def known_day(moment: datetime | None) -> datetime | None:
    """A moment, unless its day is not known because it was written as a time alone."""
    return None if moment is None or moment.date() == NO_DAY else moment
