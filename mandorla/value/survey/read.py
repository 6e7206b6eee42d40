"""Two files as a survey: what each side weighed about the same items, and all that is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from mandorla.base.tables import key_of, tidy
from mandorla.value.survey.answers import Reader
from mandorla.value.survey.columns import check_items, columns_of, on_screens
from mandorla.value.survey.sheet import Unusable, read_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mandorla.base.tables import Problem
    from mandorla.value.survey.answers import Given
    from mandorla.value.survey.columns import Columns
    from mandorla.value.survey.sheet import Sheet

    Headed = tuple[Sheet, Columns]

FEWEST_ITEMS: Final = 2
MOST_ITEMS: Final = 100


@dataclass(frozen=True)
class SurveyFile:
    """A file as it came: what it is called, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Side:
    """One side of a survey.

    Attributes:
        file: What its file is called.
        method: "points" or "best_worst".
        rows: The rows that can be counted.
        is_rated: Whether it has ratings of what is delivered so far.
    """

    file: str
    method: str
    rows: tuple[Given, ...]
    is_rated: bool


@dataclass(frozen=True)
class Survey:
    """A survey as it was read.

    Attributes:
        items: The items as they are written, in their order.
        organization: The organization's side; None when its file cannot be read at all.
        members: The members' side, likewise.
        problems: What cannot be used, the organization's file first, by row.
    """

    items: tuple[str, ...]
    organization: Side | None
    members: Side | None
    problems: tuple[Problem, ...]

    @property
    def can_leave_out(self) -> bool:
        """Whether what is left can be counted once the rows with problems are left out."""
        return not any(problem.stops for problem in self.problems)

    @property
    def left_out(self) -> int:
        """How many rows are left out, then."""
        return len({(p.file, p.row) for p in self.problems if p.row is not None and not p.stops})


def read_survey(
    *, organization: SurveyFile, members: SurveyFile, items: Sequence[str] = (), source: str = ""
) -> Survey:
    """Read both sides of a survey.

    Args:
        organization: The file of the organization's answers; its order of items is kept.
        members: The file of the members' answers.
        items: The items that have to be in both; empty for those of the files themselves.
        source: Where these items come from, for messages.

    Returns:
        The survey, with everything that is wrong in either file.
    """
    problems: list[Problem] = []
    names = _told_apart(organization.name, members.name)
    sheets = [
        _headed(file.data, name, problems)
        for file, name in zip((organization, members), names, strict=True)
    ]
    known, source = _items(sheets, items, source)
    if sheets[0] and not FEWEST_ITEMS <= len(known) <= MOST_ITEMS:
        what = _("A survey weighs 2 to 100 items; here are {count}.").format(count=len(known))
        problems.append(sheets[0][0].wrong(None, "", what, stops=True))
    sides = [_side(headed, known, source, problems) if headed else None for headed in sheets]
    return Survey(tuple(known.values()), sides[0], sides[1], tuple(problems))


def _told_apart(one: str, other: str) -> tuple[str, str]:
    """The names of the files as messages use them, also when both have the same."""
    one, other = tidy(one)[:100], tidy(other)[:100]
    if one != other:
        return one, other
    return _("{file} (organization)").format(file=one), _("{file} (members)").format(file=other)


def _headed(data: bytes, name: str, problems: list[Problem]) -> Headed | None:
    try:
        sheet = read_sheet(data, file=name)
    except Unusable as unusable:
        problems.append(unusable.problem)
        return None
    return sheet, columns_of(sheet)


def _items(
    sheets: Sequence[Headed | None], items: Sequence[str], source: str
) -> tuple[dict[str, str], str]:
    """The survey's items by their keys, and where they come from.

    Headings say them more surely than screens, where a slip of the pen makes another item.
    """
    if items:
        return {key_of(item): item for item in items}, source
    readable = [headed for headed in sheets if headed]
    if not readable:
        return {}, source
    named = next((headed for headed in readable if not headed[1].screens), None)
    if named is None:
        return on_screens(*readable[0]), readable[0][0].file
    sheet, columns = named
    order = on_screens(*readable[0])  # the organization's, also when it was asked by screens
    places = {key: place for place, key in enumerate(order)}
    keys = sorted(columns.words, key=lambda key: places.get(key, len(places)))
    return {key: columns.words[key] for key in keys}, sheet.file


def _side(headed: Headed, known: Mapping[str, str], source: str, problems: list[Problem]) -> Side:
    sheet, columns = headed
    wrong = [*columns.problems, *check_items(sheet, columns, known, source=source)]
    reader = Reader(sheet, columns, known, source=source)
    rows = reader.read()
    problems += [*wrong, *reader.problems]
    if not rows and not any(problem.stops for problem in wrong):
        what = _("There is no row that can be used.")
        problems.append(sheet.wrong(None, "", what, stops=True))
    if rows and columns.screens:
        shown = [any(counts) for counts in zip(*(row.shown for row in rows), strict=True)]
        for words, is_shown in zip(known.values(), shown, strict=True):
            if not is_shown:
                what = _("Nobody was shown “{item}”.").format(item=words)
                problems.append(sheet.wrong(None, "", what, stops=True))
    return Side(sheet.file, columns.method, rows, bool(columns.delivery))
