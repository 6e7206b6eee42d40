"""From the rows of a table to people: who each row is about, and what it says of them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from mandorla.people.roster.headings import FIELDS
from mandorla.people.roster.table import TOO_MANY_CELLS

if TYPE_CHECKING:
    from collections.abc import Callable

    from mandorla.people.roster.columns import Columns
    from mandorla.people.roster.table import Cells, Table

UnitPath = tuple[str, ...]

NAME_LENGTH = 150
NUMBER_LENGTH = 60
DEEPEST_PATH = 12

_EMAIL = re.compile(r"[^\s@\"'(),:;<>\[\]\\]+@[^\s@.,;:<>()]+(\.[^\s@.,;:<>()]+)+")
_NOTHING = frozenset({"-", "--", "n/a", "#n/a", "na", "none", "null", "nan", "unknown", "tbd"})
_LEFT = re.compile(
    r"terminat|inactiv|disabled|deactivat|suspend|resign|retired|deceased|separated|dismiss|former"
    r"|^left\b|^false$|^no$|^0$|^n$|soft_delete|deleted|ausgeschieden|ausgetreten|inaktiv|inactif"
    r"|inactivo|parti$"
)


class Entry(NamedTuple):
    """What one row of a roster says about one person."""

    number: int
    email: str
    employee_number: str
    name: str
    job_title: str
    unit: UnitPath
    has_left: bool

    @property
    def called(self) -> str:
        """The name, or what stands for it when the file has none."""
        return self.name or self.employee_number or self.email


class RefusedRow(NamedTuple):
    """A row that is not imported, who it seems to be about, and why."""

    number: int
    reason: str
    email: str = ""
    employee_number: str = ""
    name: str = ""
    unit: str = ""


class Reading(NamedTuple):
    """All rows of a roster, each either an entry or refused."""

    entries: list[Entry]
    refused: list[RefusedRow]

    @property
    def size(self) -> int:
        """How many rows the roster has."""
        return len(self.entries) + len(self.refused)


def read_rows(table: Table, columns: Columns) -> Reading:
    """Read every row of a table.

    Args:
        table: Headings and rows.
        columns: What each column is used for.
    """
    places = sorted({place for used in columns.used.values() for place in used})
    cell = _cells(columns, places)
    path_of = _path_reader(columns, places)
    entries: list[Entry] = []
    refused: list[RefusedRow] = []
    tidy = _Tidy()
    for number, cells in table.kept_rows(places):
        if cells[0] == TOO_MANY_CELLS:
            refused.append(RefusedRow(number, _("It has more values than there are headings.")))
            continue
        entry = Entry(
            number,
            _email(cells, cell["email"], tidy),
            _identifier(tidy(_first(cells, cell["employee_number"]))),
            _name(cells, cell, tidy),
            tidy(_first(cells, cell["job_title"])),
            path_of(cells),
            bool(cell["status"]) and has_left(_first(cells, cell["status"])),
        )
        guest = bool(cell["user_type"]) and is_guest(_first(cells, cell["user_type"]))
        reason = _reason_against(entry, guest=guest)
        if reason:
            refused.append(refused_row(entry, reason))
        else:
            entries.append(entry)
    return Reading(entries, refused)


def refused_row(entry: Entry, reason: str) -> RefusedRow:
    """A row that was read and is not imported."""
    return RefusedRow(
        entry.number,
        reason,
        entry.email,
        entry.employee_number,
        entry.name[:NAME_LENGTH],
        " / ".join(entry.unit),
    )


def has_left(status: str) -> bool:
    """Whether the word of a status column says that somebody is no longer there.

    >>> [has_left(word) for word in ("Active", "Terminated", "FALSE", "On leave", "")]
    [False, True, True, False, False]
    """
    return bool(_LEFT.search(status.strip().casefold()))


def is_guest(kind: str) -> bool:
    """Whether the word of a column for the kind of account means somebody from outside."""
    return kind.strip().casefold() in {"guest", "external", "bot", "service", "shared", "resource"}


class _Tidy(dict[str, str]):
    """Text without invisible characters and doubled blanks; remembers what it has seen.

    Titles and units repeat thousands of times, names do not; remembering both costs less than
    telling them apart.
    """

    def __call__(self, text: str) -> str:
        return self[text] if text else ""

    def __missing__(self, text: str) -> str:
        if text.isascii() and text.isprintable():
            tidy = text.strip()
        else:
            tidy = "".join(
                c if unicodedata.category(c)[0] != "C" else " " if c.isspace() else ""
                for c in unicodedata.normalize("NFC", text)
            ).strip()
        tidy = " ".join(tidy.split())
        if len(self) < 50_000:
            self[text] = tidy
        return tidy


def _cells(columns: Columns, places: list[int]) -> dict[str, tuple[int, ...]]:
    """Where each field stands in the kept cells of a row."""
    at = {place: position for position, place in enumerate(places)}
    return {field: tuple(at[place] for place in columns.used.get(field, ())) for field in FIELDS}


def _first(cells: Cells, positions: tuple[int, ...]) -> str:
    for position in positions:
        if cells[position]:
            return cells[position]
    return ""


def _identifier(text: str) -> str:
    return "" if text.casefold() in _NOTHING else text


def _email(cells: Cells, positions: tuple[int, ...], tidy: _Tidy) -> str:
    for position in positions:
        email = _identifier(tidy(cells[position]).lower())
        if email:
            return email.removeprefix("mailto:")
    return ""


def _name(cells: Cells, cell: dict[str, tuple[int, ...]], tidy: _Tidy) -> str:
    whole = tidy(_first(cells, cell["name"]))
    if whole:
        return whole
    last = tidy(_first(cells, cell["last_name"]))
    first = tidy(_first(cells, cell["preferred_name"])) or tidy(_first(cells, cell["first_name"]))
    if last and first.casefold().endswith(f" {last.casefold()}"):
        return first  # a preferred name that is a whole name already
    return f"{first} {last}".strip()


def _path_reader(columns: Columns, places: list[int]) -> Callable[[Cells], UnitPath]:
    """A function that gives the path of units of a row; rows that say the same share one path."""
    cell = _cells(columns, places)
    seen: dict[tuple[str, str, str], UnitPath] = {}
    tidy = _Tidy()

    def path_of(cells: Cells) -> UnitPath:
        said = (
            _first(cells, cell["unit_path"]),
            _first(cells, cell["division"]),
            _first(cells, cell["unit"]),
        )
        if said not in seen:
            seen[said] = _path(*(tidy(text) for text in said))
        return seen[said]

    return path_of


def _path(whole: str, division: str, unit: str) -> UnitPath:
    """A path where there is one, else division and unit; a unit named like its division is it."""
    parts = [part.strip() for part in whole.split("/") if part.strip()]
    if not parts:
        parts = [part for part in (division, unit) if _identifier(part)]
        if len(parts) == 2 and parts[0].casefold() == parts[1].casefold():
            parts = parts[:1]
    return tuple(parts)


def _reason_against(entry: Entry, *, guest: bool) -> str:
    """Why a row is not imported; "" when it is."""
    if guest or "#ext#" in entry.email:
        return _("It is the account of a guest.")
    if not entry.email and not entry.employee_number:
        return _("It has neither an e-mail address nor an employee number.")
    if entry.email and (len(entry.email) > 254 or not _EMAIL.fullmatch(entry.email)):
        return _("“{email}” is not an e-mail address.").format(email=entry.email[:80])
    if len(entry.employee_number) > NUMBER_LENGTH:
        return _("The employee number is longer than {count} characters.").format(
            count=NUMBER_LENGTH
        )
    if len(entry.name) > NAME_LENGTH:
        return _("The name is longer than {count} characters.").format(count=NAME_LENGTH)
    if len(entry.job_title) > NAME_LENGTH:
        return _("The job title is longer than {count} characters.").format(count=NAME_LENGTH)
    if any(len(name) > NAME_LENGTH for name in entry.unit):
        return _("The name of the unit is longer than {count} characters.").format(
            count=NAME_LENGTH
        )
    if len(entry.unit) > DEEPEST_PATH:
        return _("Its path of units is deeper than {count} levels.").format(count=DEEPEST_PATH)
    return ""
