"""From rows to people: everybody once, with all the times they were there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mandorla.core.stay import Stay, seconds_there
from mandorla.gatherings.attendance_files.found import Attended

if TYPE_CHECKING:
    from mandorla.gatherings.attendance_files.rows import Row


@dataclass
class Somebody:
    """A person in a file, with what is known so far.

    Attributes:
        first: The first row about them.
        stays: The times they were there.
        rows: The numbers of all rows about them.
    """

    first: Row
    stays: list[Stay] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    def attended(self) -> Attended:
        """What the file says of them in all."""
        row, name = self.first, self.first.name
        return Attended(
            name=name.name or (row.email if name.kind == "person" else ""),
            also=name.also,
            email=row.email,
            account=row.account,
            kind=name.kind,
            stays=tuple(self.stays),
            seconds=seconds_there(self.stays),
            rows=tuple(self.rows),
        )


class Everybody:
    """The people of a file, in its order. A row that names nobody is somebody of its own."""

    def __init__(self) -> None:
        self.people: list[Somebody] = []
        self._by_mark: dict[str, Somebody] = {}
        self._by_name: dict[str, list[Somebody]] = {}

    def of(self, row: Row) -> Somebody:
        """The person a row is about: known by the same address, else by the same name."""
        known = self._by_mark.get(row.mark) if row.mark else None
        if known is None:
            known = Somebody(row)
            self.people.append(known)
            if row.mark:
                self._by_mark[row.mark] = known
                self._by_name.setdefault(row.name.name.casefold(), []).append(known)
        return known

    def known(self, row: Row) -> Somebody | None:
        """The person a row of another table is about: by the address, or the only one so called."""
        known = self._by_mark.get(row.mark) if row.mark else None
        if known or row.email or row.name.kind != "person":
            return known
        alike = self._by_name.get(row.name.name.casefold(), [])
        return alike[0] if len(alike) == 1 else None

    def add(self, row: Row) -> Somebody:
        """A row with one time somebody was there."""
        somebody = self.of(row)
        somebody.stays.append(row.stay)
        somebody.rows.append(row.number)
        return somebody

    def attended(self) -> tuple[Attended, ...]:
        """Everybody as the file says it."""
        return tuple(somebody.attended() for somebody in self.people)
