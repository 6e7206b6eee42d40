"""Which column of a table is used for what, and which are never read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.people.roster.headings import (
    ATTENDANCE,
    FIELD_ALIASES,
    FIELDS,
    KNOWN,
    MANAGER,
    private_kind,
    squashed,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NOT_USED = ""

_BY_NAME = {
    name: (purpose, rank)
    for purpose, names in KNOWN.items()
    for rank, name in enumerate(names.split())
}
_MANAGER = frozenset(MANAGER.split())
_ATTENDANCE = frozenset(ATTENDANCE.split())

# Exports told apart by headings that they have together.
_SOURCES = (
    ("Entra ID", {"userprincipalname", "displayname", "objectid"}),
    ("Google Workspace", {"emailaddress", "orgunitpath", "firstname"}),
    ("Workplace", {"email", "firstname", "locale", "manageremail"}),
    ("Workday / BambooHR", {"employeeid", "workemail", "jobtitle"}),
    ("Workday / BambooHR", {"employeenumber", "workemail", "jobtitle"}),
)


@dataclass(frozen=True)
class Private:
    """A column that is never read, and what it holds."""

    heading: str
    kind: str


@dataclass(frozen=True)
class Columns:
    """What becomes of every column of a table.

    Attributes:
        headings: All headings, as they are written.
        used: The positions of the columns used for a field, best first.
        private: Columns that are never read.
        managers: Recognized columns that say who reports to whom; not used.
        others: Positions of columns that are not used but could be chosen.
        source: The system the export seems to come from, or "".
    """

    headings: tuple[str, ...]
    used: dict[str, tuple[int, ...]]
    private: tuple[Private, ...] = ()
    managers: tuple[str, ...] = ()
    others: tuple[int, ...] = ()
    source: str = ""
    chosen: dict[str, str] = field(default_factory=dict)

    @property
    def kept(self) -> tuple[int, ...]:
        """The positions of columns that are read at all: used ones, and those one may choose."""
        used = {place for places in self.used.values() for place in places}
        return tuple(sorted(used.union(self.others)))

    @property
    def identifies(self) -> bool:
        """Whether the table says who each row is about."""
        return bool(self.used.get("email") or self.used.get("employee_number"))

    @property
    def names(self) -> bool:
        """Whether the table has names of people."""
        return any(self.used.get(purpose) for purpose in ("name", "first_name", "last_name"))

    @property
    def places(self) -> bool:
        """Whether the table says where people belong."""
        return any(self.used.get(purpose) for purpose in ("unit", "division", "unit_path"))

    def purpose_of(self, place: int) -> str:
        """The field a column is used for; "" when it is not used."""
        return next((p for p, places in self.used.items() if place in places), NOT_USED)

    def choices(self) -> list[tuple[str, str]]:
        """Every column that may be used, with the field it is used for now."""
        return [(self.headings[place], self.purpose_of(place)) for place in self.kept]

    def notes(self) -> list[str]:
        """Sentences that say what is not read, not used, or missing."""
        notes = []
        if self.private:
            notes.append(
                _("Not read: {columns}.").format(
                    columns=", ".join(f"{c.heading} ({c.kind})" for c in self.private)
                )
            )
        if self.managers:
            notes.append(
                _("Recognized but not used, who reports to whom: {columns}.").format(
                    columns=", ".join(self.managers)
                )
            )
        if self.others:
            notes.append(
                _("Not used: {columns}.").format(
                    columns=", ".join(self.headings[place] for place in self.others)
                )
            )
        if self.identifies and not self.names:
            notes.append(
                _(
                    "The file has no names: people who are new are called by their employee "
                    "number or address until a file with names is imported."
                )
            )
        if self.identifies and not self.places:
            notes.append(_("The file names no units: nobody is placed or moved."))
        return notes


def known_count(cells: Sequence[str], chosen: Mapping[str, str]) -> int:
    """How many cells of a row are headings that we know, or that somebody chose."""
    return sum(
        1
        for cell in cells
        if 0 < len(cell.strip()) <= 80
        and (
            cell.strip() in chosen
            or (name := squashed(cell)) in _BY_NAME
            or name in _MANAGER
            or name in _ATTENDANCE
            or private_kind(cell) is not None
        )
    )


def recognize(headings: Sequence[str], chosen: Mapping[str, str]) -> Columns:
    """Decide what becomes of each column.

    Args:
        headings: The headings of the table, in their order.
        chosen: What somebody chose: heading → field, or "" for not used.

    Raises:
        Refused: A choice names a column or a field that does not exist, or a private column; or
            the table is a list of who came to a meeting.
    """
    headings = tuple(heading.strip() for heading in headings)
    chosen = checked(chosen, headings)
    names = [squashed(heading) for heading in headings]
    found: dict[str, list[tuple[int, int]]] = {}
    private, managers, others = [], [], []
    for place, (heading, name) in enumerate(zip(headings, names, strict=True)):
        kind = private_kind(heading)
        purpose, rank = _BY_NAME.get(name, (NOT_USED, 0))
        if kind is not None:
            private.append(Private(heading, str(kind)))
        elif heading in chosen:
            if chosen[heading]:
                found.setdefault(chosen[heading], []).append((-1, place))
            else:
                others.append(place)
        elif purpose:
            found.setdefault(purpose, []).append((rank, place))
        elif name in _MANAGER:
            managers.append(heading)
        elif heading:
            others.append(place)
    used, spare = _best(found, set(chosen.values()))
    _refuse_attendance(names, used)
    return Columns(
        headings=headings,
        used=used,
        private=tuple(private),
        managers=tuple(managers),
        others=tuple(sorted(others + spare)),
        source=_source(set(names)),
        chosen=dict(chosen),
    )


def _best(
    found: dict[str, list[tuple[int, int]]], chosen: set[str]
) -> tuple[dict[str, tuple[int, ...]], list[int]]:
    """One column for each field; e-mail may fall back from one column to the next."""
    used, spare = {}, []
    for purpose, places in found.items():
        ordered = [place for _rank, place in sorted(places)]
        several = purpose == "email" and purpose not in chosen
        used[purpose] = tuple(ordered if several else ordered[:1])
        spare += [] if several else ordered[1:]
    return used, spare


def _refuse_attendance(names: Sequence[str], used: Mapping[str, tuple[int, ...]]) -> None:
    if _ATTENDANCE.intersection(names) and not ({"unit", "unit_path"} & used.keys()):
        raise Refused(
            _(
                "This looks like the list of who came to a meeting, not like a roster: it says "
                "when people joined, and not which unit they belong to."
            )
        )


def _source(names: set[str]) -> str:
    return next((source for source, signs in _SOURCES if signs <= names), "")


def checked(chosen: Mapping[str, str], headings: Sequence[str]) -> dict[str, str]:
    """The choices with the headings as written in the file and the fields as we call them.

    Raises:
        Refused: A heading or field does not exist, the column is private, or two are for one field.
    """
    by_name = {squashed(heading): heading for heading in reversed(headings)}
    result: dict[str, str] = {}
    for asked, purpose in chosen.items():
        heading = asked if asked in headings else by_name.get(squashed(asked))
        if heading is None:
            raise Refused(
                _("The file has no column “{column}”. Its columns are: {columns}.").format(
                    column=asked, columns=", ".join(h for h in headings if h)
                )
            )
        if purpose and (kind := private_kind(heading)) is not None:
            raise Refused(
                _("“{column}” is never read ({kind}), so it cannot be used.").format(
                    column=heading, kind=kind
                )
            )
        result[heading] = field_named(purpose)
    twice = [f for f, count in Counter(result.values()).items() if f and count > 1]
    if twice:
        raise Refused(_("Only one column can be used as {field}.").format(field=FIELDS[twice[0]]))
    return result


def split_choice(text: str) -> tuple[str, str]:
    """The heading and the field of "Department=unit".

    Raises:
        Refused: One of them is missing.
    """
    heading, sign, purpose = text.rpartition("=")
    if not (sign and heading.strip() and purpose.strip()):
        raise Refused(
            _("“{text}” does not say which column is what. Write it as “Department=unit”.").format(
                text=text
            )
        )
    return heading.strip(), purpose.strip()


def field_named(purpose: str) -> str:
    """The field somebody means by a word; "" for a column that shall not be used.

    Raises:
        Refused: There is no such field.
    """
    name = purpose.strip().casefold().replace(" ", "_")
    name = FIELD_ALIASES.get(name, name)
    if name and name != "-" and name not in FIELDS:
        raise Refused(
            _("A column cannot be used as “{field}”. It can be used as: {fields}.").format(
                field=purpose, fields=", ".join(FIELDS)
            )
        )
    return NOT_USED if name == "-" else name
