"""The rows of a survey as answers, and what is wrong with those that are none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from mandorla.base.tables import key_of, short, tidy
from mandorla.core.ballot import HIGHEST_DELIVERY, POINTS
from mandorla.value.survey.columns import split

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mandorla.base.tables import Problem
    from mandorla.value.survey.columns import Columns
    from mandorla.value.survey.sheet import Sheet

TOLERANCE: Final = 0.01  # what rounding in a spreadsheet may leave
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}([.,][0-9]{1,12})?")


@dataclass(frozen=True)
class Given:
    """One row that can be counted, about the survey's items in their order.

    Attributes:
        row: Its number, as in a spreadsheet.
        respondent: Who answered, as it is written; empty when it is not said.
        points: Points of each item; empty for picks.
        best: How often each item was the best of a screen; empty for points.
        worst: How often it was the worst.
        shown: How often it was shown.
        delivery: How well each item is delivered so far, or None where nothing is said.
    """

    row: int
    respondent: str = ""
    points: tuple[float, ...] = ()
    best: tuple[int, ...] = ()
    worst: tuple[int, ...] = ()
    shown: tuple[int, ...] = ()
    delivery: tuple[int | None, ...] = ()


class Reader:
    """Reads the rows of one sheet; `problems` holds what it could not use."""

    def __init__(
        self, sheet: Sheet, columns: Columns, items: Mapping[str, str], *, source: str
    ) -> None:
        self._sheet = sheet
        self._columns = columns
        self._places = {key: place for place, key in enumerate(items)}
        self._source = source
        self._seen: dict[str, int] = {}
        self.problems: list[Problem] = []

    def read(self) -> tuple[Given, ...]:
        """Every row in which nothing is wrong."""
        found = []
        for number, cells in self._sheet.rows:
            before = len(self.problems)
            given = self._row(number, cells)
            if len(self.problems) == before:
                found.append(given)
        return tuple(found)

    def _row(self, number: int, cells: Sequence[str]) -> Given:
        width = len(self._sheet.headings)
        if any(cell.strip() for cell in cells[width:]):
            self._wrong(number, "", _("The row has more values than there are headings."))
        padded = [*cells, *[""] * (width - len(cells))]
        weights = self._picks if self._columns.screens else self._points
        return Given(
            number,
            respondent=self._respondent(number, padded),
            delivery=self._delivery(number, padded),
            **weights(number, padded),
        )

    def _wrong(self, number: int, column: str, what: str) -> None:
        self.problems.append(self._sheet.wrong(number, column, what))

    def _respondent(self, number: int, cells: Sequence[str]) -> str:
        place = self._columns.respondent
        name = "" if place is None else tidy(cells[place])
        if name:
            first = self._seen.setdefault(key_of(name), number)
            if first != number and place is not None:
                what = _("“{name}” answers in row {row} already.")
                column = self._sheet.name_of(place)
                self._wrong(number, column, what.format(name=short(name), row=first))
        return name

    def _delivery(self, number: int, cells: Sequence[str]) -> tuple[int | None, ...]:
        ratings: list[int | None] = [None] * len(self._places)
        for key, place in self._columns.delivery.items():
            text = cells[place].strip()
            if not text or key not in self._places:
                continue
            value = number_in(text)
            if value is None or value != int(value) or not 0 <= value <= HIGHEST_DELIVERY:
                what = _("“{text}” is no whole number from 0 to 10.").format(text=short(text))
                self._wrong(number, self._sheet.name_of(place), what)
            else:
                ratings[self._places[key]] = int(value)
        return tuple(ratings)

    def _points(self, number: int, cells: Sequence[str]) -> dict[str, tuple[float, ...]]:
        before = len(self.problems)
        points = [0.0] * len(self._places)
        for key, place in self._columns.points.items():
            value = self._point(number, self._sheet.name_of(place), cells[place])
            if key in self._places:
                points[self._places[key]] = value
        total, is_whole = sum(points), self._columns.points.keys() == self._places.keys()
        is_good = bool(points) and is_whole and len(self.problems) == before  # else it says nothing
        if is_good and abs(total - POINTS) > TOLERANCE + 1e-9:
            places = sorted(self._columns.points.values())
            names = [self._sheet.name_of(place) for place in (places[0], places[-1])]
            what = _("The points make {total} together, and not 100.").format(total=f"{total:.6g}")
            self._wrong(number, " … ".join(names), what)
        return {"points": tuple(points)}

    def _point(self, number: int, column: str, cell: str) -> float:
        value = number_in(cell)
        if not cell.strip():
            self._wrong(number, column, _("The points are missing; write 0 for none."))
        elif value is None:
            self._wrong(number, column, _("“{text}” is no number.").format(text=short(cell)))
        elif value < 0:
            what = _("{value} is less than 0.").format(value=f"{value:g}")
            self._wrong(number, column, what)
        return value or 0.0

    def _picks(self, number: int, cells: Sequence[str]) -> dict[str, tuple[int, ...]]:
        counts = {part: [0] * len(self._places) for part in ("best", "worst", "shown")}
        for parts in self._columns.screens.values():
            screen = self._screen(number, parts["shown"], cells)
            picked = {
                part: self._pick(number, parts[part], cells, screen) for part in ("best", "worst")
            }
            if picked["best"] == picked["worst"] != "":
                what = _("The best of the screen cannot be the worst, too.")
                self._wrong(number, self._sheet.name_of(parts["worst"]), what)
            for item in screen:
                counts["shown"][self._places[item]] += 1
            for part, item in picked.items():
                if item:
                    counts[part][self._places[item]] += 1
        return {part: tuple(found) for part, found in counts.items()}

    def _screen(self, number: int, place: int, cells: Sequence[str]) -> list[str]:
        """The keys of the items that were shown, as far as they are known."""
        column = self._sheet.name_of(place)
        items = split(cells[place])
        if not items:
            self._wrong(number, column, _("The screen is missing: it does not say what it showed."))
            return []
        if len(items) == 1:
            what = _("A screen shows two items or more, with a semicolon between them.")
            self._wrong(number, column, what)
        keys = []
        for item in items:
            key = key_of(item)
            if key not in self._places:
                what = _("{source} has no item “{item}”.")
                self._wrong(number, column, what.format(source=self._source, item=short(item)))
            elif key in keys:
                what = _("“{item}” is twice on the screen.").format(item=short(item))
                self._wrong(number, column, what)
            else:
                keys.append(key)
        return keys

    def _pick(self, number: int, place: int, cells: Sequence[str], screen: Sequence[str]) -> str:
        """The key of what was picked; empty when it is not there or not on its screen."""
        column, text = self._sheet.name_of(place), cells[place].strip()
        if not text:
            self._wrong(number, column, _("The pick is missing."))
        elif key_of(text) not in screen:
            what = _("“{item}” is not on its screen.").format(item=short(text))
            self._wrong(number, column, what)
        else:
            return key_of(text)
        return ""


def number_in(text: str) -> float | None:
    """The number a cell holds, with a point or a comma; None when it holds none.

    >>> number_in("12,5"), number_in("a dozen")
    (12.5, None)
    """
    plain = text.strip().replace("\u2212", "-")  # a minus as word processors write it
    return float(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else None
