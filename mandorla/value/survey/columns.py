"""What each column of a survey holds: points, picks of a screen, ratings, or who answered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from mandorla.base.tables import key_of, short, tidy
from mandorla.value.survey.sheet import letter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.base.tables import Problem
    from mandorla.value.survey.sheet import Sheet

RESPONDENT: Final = "respondent"
SCREEN_PARTS: Final = ("shown", "best", "worst")
_SCREEN = re.compile(r"(shown|best|worst)\s*([1-9][0-9]?)", re.IGNORECASE)
_DELIVERY = re.compile(r"delivery\s*:\s*(\S.*)", re.IGNORECASE)


@dataclass
class Columns:
    """What was found in the headings of a sheet.

    Attributes:
        respondent: The place of the column that says who answered; None when there is none.
        points: For each item by its key, the place of its points.
        words: Each of these items as it is written.
        screens: For each screen by its number, the places of what was shown, best and worst.
        delivery: For each item by its key, the place of its rating.
        problems: Headings that cannot be used.
    """

    respondent: int | None = None
    points: dict[str, int] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    screens: dict[int, dict[str, int]] = field(default_factory=dict)
    delivery: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def method(self) -> str:
        """How these people weighed: "points" or "best_worst"."""
        return "best_worst" if self.screens else "points"


def columns_of(sheet: Sheet) -> Columns:
    """Say what each column holds, by its heading."""
    columns = Columns()
    for place, heading in enumerate(sheet.headings):
        if not heading:
            if any(len(cells) > place and cells[place].strip() for _n, cells in sheet.rows):
                what = _("The column holds something but has no heading.")
                columns.problems.append(sheet.wrong_heading(letter(place), what))
            continue
        if not _put(columns, place, heading):
            what = _("There are two columns for this: {one} and {other}.").format(
                one=letter(_first(columns, heading)), other=letter(place)
            )
            columns.problems.append(sheet.wrong_heading(heading, what))
    _check_screens(sheet, columns)
    return columns


def _put(columns: Columns, place: int, heading: str) -> bool:
    """Whether a column was taken; not when there is one for the same."""
    screen, rating = _SCREEN.fullmatch(heading), _DELIVERY.fullmatch(heading)
    if key_of(heading) == RESPONDENT:
        if columns.respondent is not None:
            return False
        columns.respondent = place
        return True
    if screen:
        part, number = screen[1].lower(), int(screen[2])
        return columns.screens.setdefault(number, {}).setdefault(part, place) == place
    if rating:
        return columns.delivery.setdefault(key_of(rating[1]), place) == place
    columns.words.setdefault(key_of(heading), heading)
    return columns.points.setdefault(key_of(heading), place) == place


def _first(columns: Columns, heading: str) -> int:
    screen, rating = _SCREEN.fullmatch(heading), _DELIVERY.fullmatch(heading)
    if screen:
        return columns.screens[int(screen[2])][screen[1].lower()]
    if rating:
        return columns.delivery[key_of(rating[1])]
    if key_of(heading) == RESPONDENT:
        return columns.respondent or 0
    return columns.points[key_of(heading)]


def _check_screens(sheet: Sheet, columns: Columns) -> None:
    """Each screen needs its three columns, and beside them stand no points."""
    if not columns.screens:
        return
    for number in range(1, max(columns.screens) + 1):
        parts = columns.screens.setdefault(number, {})
        for part in SCREEN_PARTS:
            if part not in parts:
                what = _("Screen {number} lacks this column.").format(number=number)
                columns.problems.append(sheet.wrong_heading(f"{part} {number}", what))
    for key in columns.points:
        what = _("Beside screens there are only the columns “respondent” and “delivery: …”.")
        columns.problems.append(sheet.wrong_heading(columns.words[key], what))
    columns.screens = {
        number: parts
        for number, parts in sorted(columns.screens.items())
        if len(parts) == len(SCREEN_PARTS)
    }


def on_screens(sheet: Sheet, columns: Columns) -> dict[str, str]:
    """Every item that somebody was shown, by its key, in the order of the file."""
    found: dict[str, str] = {}
    for _number, cells in sheet.rows:
        for parts in columns.screens.values():
            place = parts["shown"]
            for item in split(cells[place] if place < len(cells) else ""):
                found.setdefault(key_of(item), item)
    return found


def split(cell: str) -> list[str]:
    """The items on a screen, which semicolons stand between."""
    return [words for item in cell.split(";") if (words := tidy(item))]


def check_items(
    sheet: Sheet, columns: Columns, known: Mapping[str, str], *, source: str
) -> list[Problem]:
    """Items of a sheet's headings that are not the survey's, and those that it lacks.

    Args:
        sheet: The sheet.
        columns: What its columns hold.
        known: The survey's items as they are written, by their keys.
        source: Where these come from, for messages.
    """
    unknown = _("{source} has no such item.").format(source=source)
    problems = [
        sheet.wrong_heading(sheet.headings[place], unknown)
        for places in (columns.delivery, {} if columns.screens else columns.points)
        for key, place in places.items()
        if key not in known
    ]
    if not columns.screens:
        lacks = _("There is no column for this item, which {source} has.").format(source=source)
        problems += [
            sheet.wrong_heading(short(words), lacks)
            for key, words in known.items()
            if key not in columns.points
        ]
    return problems
