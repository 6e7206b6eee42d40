"""The health of a community as pages show it: the lights, and how its months went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.conversations.health_words import ABOUT, STATES, row, sentence, shown
from mandorla.conversations.models import Snapshot
from mandorla.conversations.units_told import UnitsTold, read_units
from mandorla.core.health import judge, usual

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mandorla.communities.models import Community

SHOWN_MONTHS: Final = 13  # one, and the year before it
TONES: Final = {"good": "good", "watch": "watch", "act": "act", "unknown": "none"}
Point = tuple[str, str]  # as drawings write numbers, whatever the language

WIDE, HIGH = 240, 48  # of a small picture, in its own units
PICTURES: Final = {
    "people": gettext_lazy("People who wrote"),
    "response_median": gettext_lazy("Hours until the first answer"),
    "unanswered_share": gettext_lazy("Threads without an answer"),
    "leader_share": gettext_lazy("Posts of those who lead"),
    "blau": gettext_lazy("Mix of units"),
    "ei_index": gettext_lazy("Ties across units"),
}


@dataclass(frozen=True)
class ShownLight:
    """One light in words.

    Attributes:
        about: What it is about.
        state: How it stands, as a word.
        tone: How it is colored.
        sentence: Why.
        figures: The figures behind it.
    """

    about: str
    state: str
    tone: str
    sentence: str
    figures: list[dict[str, str]]


@dataclass(frozen=True)
class Picture:
    """One figure over a year, drawn small.

    Attributes:
        name: What it is.
        sentence: Where it is, and where it usually was.
        lines: Corners of the lines between months that are known one after the other.
        dots: Months with no known neighbor.
        usual: How high the usual value lies; empty without one.
        last: Where the last month lies; None when it is not known.
    """

    name: str
    sentence: str
    lines: list[str]
    dots: list[Point]
    usual: str
    last: Point | None


@dataclass(frozen=True)
class Health:
    """The health of a community.

    Attributes:
        month: The first day of the month that is judged.
        lights: At most five.
        pictures: Figures over a year.
        months: A row for each month: its first day, and the figures of `PICTURES`.
        columns: What these are called.
        units: How units talked in three months; nothing where too little is known.
    """

    month: date
    lights: list[ShownLight]
    pictures: list[Picture]
    months: list[tuple[date, list[str]]]
    columns: list[str]
    units: UnitsTold


def read_lights(community: Community) -> tuple[date, list[ShownLight]] | None:
    """The month that is judged and its lights; None when nothing was imported."""
    found = _snapshots(community)
    return (found[-1].month_on, _lights(found)) if found else None


def read_health(community: Community) -> Health | None:
    """Everything the page says; None when nothing was imported."""
    found = _snapshots(community)
    if not found:
        return None
    months = [one.month for one in found]
    year = found[-SHOWN_MONTHS:]
    rows = [(one.month_on, [_cell(one, name) for name in PICTURES]) for one in reversed(year)]
    pictures = [_picture(name, months) for name in PICTURES]
    return Health(
        month=found[-1].month_on,
        lights=_lights(found),
        pictures=[one for one in pictures if one.lines or one.dots],
        months=rows,
        columns=[str(name) for name in PICTURES.values()],
        units=read_units(found[-1].units, {}),
    )


def _snapshots(community: Community) -> list[Snapshot]:
    newest = Snapshot.objects.filter(community=community).order_by("-month_on")
    return list(newest[: SHOWN_MONTHS + 3])[::-1]


def _lights(found: Sequence[Snapshot]) -> list[ShownLight]:
    return [
        ShownLight(
            about=str(ABOUT[light.about]),
            state=str(STATES[light.state]),
            tone=TONES[light.state],
            sentence=sentence(light),
            figures=[row(one) for one in light.figures if one.value is not None],
        )
        for light in judge([one.month for one in found])
    ]


def _cell(one: Snapshot, name: str) -> str:
    if one.people is None:
        return _("fewer than five people") if name == "people" else "–"
    return shown(name, one.month.get(name))


def _picture(name: str, months: Sequence[dict[str, float | None]]) -> Picture:
    values = [month.get(name) for month in months[-SHOWN_MONTHS:]]
    if name == "people":  # of few people it is not even drawn how many
        values = [None if value == 1.0 else value for value in values]
    middle = usual(months, name)
    known = [value for value in (*values, middle) if value is not None]
    top, bottom = max(known, default=1.0), min([*known, 0.0])
    reach = (top - bottom) or 1.0
    step = WIDE / max(len(values) - 1, 1)

    def high(value: float) -> str:
        return f"{HIGH - (value - bottom) / reach * HIGH:.1f}"

    points = [
        None if value is None else (f"{at * step:.1f}", high(value))
        for at, value in enumerate(values)
    ]
    runs = _runs(points)
    return Picture(
        name=str(PICTURES[name]),
        sentence=_said(name, values[-1], middle),
        lines=[" ".join(f"{x},{y}" for x, y in run) for run in runs if len(run) > 1],
        dots=[run[0] for run in runs if len(run) == 1],
        usual="" if middle is None else high(middle),
        last=points[-1],
    )


def _runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """Points that follow each other without a gap."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _said(name: str, value: float | None, middle: float | None) -> str:
    if value is None:
        return _("Not known in the last month.")
    if middle is None:
        return _("{value} in the last month.").format(value=shown(name, value))
    return _("{value} in the last month, usually {usual}.").format(
        value=shown(name, value), usual=shown(name, middle)
    )
