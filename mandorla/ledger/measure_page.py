"""One measure: its odds with a fan, its readings with their corrections, its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from mandorla.base.figure import percent
from mandorla.base.indicators import indicator
from mandorla.base.models import Event
from mandorla.ledger.drawing import Fan, fan_of
from mandorla.ledger.figures import exact
from mandorla.ledger.measures_page import Line, line_of
from mandorla.ledger.models import Foresight, Reading
from mandorla.ledger.odds import amount
from mandorla.ledger.odds_words import pace_words
from mandorla.ledger.outlook import Outlook, read_outlook
from mandorla.ledger.rules import foresees, sets_measures, takes_readings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mandorla.communities.header import Header
    from mandorla.ledger.models import Measure
    from mandorla.people.models import Person

MOST_EVENTS: Final = 20
MOST_READINGS: Final = 100
FIRST_DAYS: Final = 8


@dataclass(frozen=True)
class Taken:
    """The reading of a day, with those it replaced.

    Attributes:
        reading: The one that holds; None when the last one was taken back.
        words: Its value.
        before: The earlier ones, the newest first, each with its value.
    """

    on: date
    reading: Reading | None
    words: str
    before: tuple[tuple[Reading, str], ...]


@dataclass(frozen=True)
class FanRow:
    """What may be read on one day, in words."""

    on: date
    middle: str
    bands: tuple[tuple[str, str], ...]  # 50, 80 and 95 percent: from, to


@dataclass(frozen=True)
class MeasurePage:
    """One measure for one reader.

    Attributes:
        line: It as a list shows it.
        outlook: What its readings foretell, with the fan.
        fan: The drawing; None without a reading.
        rows: The fan as a table.
        due: Between what it lies on the due date; None without odds.
        heights: The values on the left of the drawing, in words, with their places.
        pace: The pace it takes, and so far.
        on_date: How likely it is to be at the target on the day, in words.
        by_date: How likely it is to get there by then, in words.
        taken: The readings of the last days, the newest first.
        earlier: Those of days before.
        total: How many count.
        history: What happened, the newest first.
        foresight: What the reader said of its due date; nobody else's.
        foresees: Whether the reader can still say it.
        year: Of the day on which it is read.
        counted: What Mandorla counts for it, in words; empty when people read it.
        sets: Whether the reader changes it.
        takes: Whether the reader enters readings.
    """

    line: Line
    outlook: Outlook
    fan: Fan | None
    rows: tuple[FanRow, ...]
    due: FanRow | None
    heights: tuple[tuple[str, str], ...]
    pace: str
    on_date: str
    by_date: str
    taken: tuple[Taken, ...]
    earlier: tuple[Taken, ...]
    total: int
    history: Sequence[Event]
    foresight: Foresight | None
    foresees: bool
    counted: str
    year: int
    sets: bool
    takes: bool


def read_measure_page(measure: Measure, header: Header, *, person: Person, on: date) -> MeasurePage:
    """Read the page of one measure, in a fixed number of queries."""
    outlook = read_outlook(measure.outlook, fan=True)
    fan = fan_of(outlook, target=measure.target, due_on=measure.due_on)
    rows = tuple(
        FanRow(
            one.on,
            amount(one.middle, measure.shape),
            tuple(_ends(one.bands[share], measure) for share in ("50", "80", "95")),
        )
        for one in outlook.fan
    )
    is_open = measure.retired_at is None and not measure.community.has_closed
    own = Foresight.objects.visible_to(person).filter(measure=measure, due_on=measure.due_on)
    foresight = own.first()
    heights, taken = fan.heights if fan else (), _taken(measure)
    return MeasurePage(
        line=line_of(measure),
        outlook=outlook,
        fan=fan,
        rows=rows,
        due=rows[-1] if rows else None,
        heights=tuple((tick.at, exact(tick.value, measure.shape)) for tick in heights),
        pace=pace_words(measure, outlook),
        on_date="" if outlook.on_date is None else percent(outlook.on_date),
        by_date="" if outlook.by_date is None else percent(outlook.by_date),
        taken=taken[:FIRST_DAYS],
        earlier=taken[FIRST_DAYS:],
        total=outlook.readings,
        history=list(Event.objects.about(measure).newest_first()[:MOST_EVENTS]),
        foresight=foresight,
        foresees=is_open
        and foresight is None
        and on < measure.due_on
        and foresees(person, header.roles),
        year=on.year,
        counted=str(indicator(measure.indicator).label) if measure.indicator else "",
        sets=is_open and sets_measures(person, header.roles),
        takes=is_open and takes_readings(person, header.roles, measure),
    )


def goal_words(measure: Measure) -> str:
    """What it is to come to, as odds are told: "60% or more"."""
    words = _("{target} or more") if measure.direction == "up" else _("{target} or less")
    target = exact(measure.target, measure.shape)
    return words.format(target=f"{target} {measure.unit}".strip())


def _ends(ends: tuple[float, float], measure: Measure) -> tuple[str, str]:
    return amount(ends[0], measure.shape), amount(ends[1], measure.shape)


def _taken(measure: Measure) -> tuple[Taken, ...]:
    rows = Reading.objects.filter(measure=measure).select_related("read_by")
    of_day: dict[date, list[Reading]] = {}
    for reading in rows.order_by("-on", "-read_at", "-pk")[:MOST_READINGS]:
        of_day.setdefault(reading.on, []).append(reading)
    return tuple(_of_day(on, readings, measure) for on, readings in of_day.items())


def _of_day(on: date, readings: Sequence[Reading], measure: Measure) -> Taken:
    holds = next((one for one in readings if one.corrected_at is None), None)
    before = [(one, exact(one.value, measure.shape)) for one in readings if one is not holds]
    words = exact(holds.value, measure.shape) if holds else ""
    return Taken(on, holds, words, tuple(before))
