"""A forecast as plain data for programs, and in sentences for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.figure import percent
from mandorla.core.forecast import FEWEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandorla.core.forecast import Band, Forecast

DIGITS: Final = 6


def as_data(found: Forecast) -> dict[str, Any]:
    """The whole forecast; with a reason instead of odds when there are none."""
    data: dict[str, Any] = {
        "kind": found.kind,
        "direction": found.direction,
        "target": found.target,
        "by": found.by.isoformat(),
        "readings": found.readings,
        "reached_on": found.reached_on.isoformat() if found.reached_on else None,
        "pace": {
            name: _rounded(getattr(found.pace, name))
            for name in (
                "needed_per_week",
                "needed_per_month",
                "so_far_per_week",
                "so_far_per_month",
            )
        },
    }
    if found.reason:
        return data | {"reason": why_none(found), "missing": found.missing}
    return data | {
        "probability_on_date": found.probability_on_date,
        "probability_by_date": found.probability_by_date,
        "bands": _bands(found.fan[-1].bands, found.kind),
        "fan": [
            {
                "on": day.on.isoformat(),
                "middle": _read(day.middle, found.kind),
                "bands": _bands(day.bands, found.kind),
            }
            for day in found.fan
        ],
    }


def why_none(found: Forecast) -> str:
    """Why there are no odds, and what would bring them; empty when there are some."""
    if found.reason == "due_over":
        return _("The day is not after the last reading, so nothing is left to foresee.")
    if not found.reason:
        return ""
    sentence = ngettext(
        "{readings} of {fewest} readings: it needs {missing} more before odds mean anything.",
        "{readings} of {fewest} readings: it needs {missing} more before odds mean anything.",
        found.missing,
    )
    return sentence.format(readings=found.readings, fewest=FEWEST, missing=found.missing)


def lines(found: Forecast) -> list[str]:
    """What is said to a person: the odds or why there are none, and the pace."""
    said = [why_none(found)] if found.reason else _odds(found)
    return [*said, *_pace(found)]


def amount(value: float, kind: str) -> str:
    """A value as it is read: a share in percent, a count whole, a level with three digits or so."""
    if kind == "share":
        return f"{value * 100:.3g}%"
    if kind == "count" or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3g}"


def _odds(found: Forecast) -> list[str]:
    goal, kind = f"{found.target:,.10g}", found.kind
    if kind == "share":
        goal = amount(found.target, kind)
    words = _("at {target} or more") if found.direction == "up" else _("at {target} or less")
    at = words.format(target=goal)
    on_day = _("{odds} to be {at} on {day}.")
    reach = _("{odds} to get there by then, if readings go on every {days:g} days as usual.")
    said = [
        on_day.format(odds=percent(found.probability_on_date or 0), at=at, day=found.by.isoformat())
    ]
    if found.is_there:
        said.append(_("It is there already, by the last reading."))
    else:
        odds = percent(found.probability_by_date or 0)
        said.append(reach.format(odds=odds, days=found.every_days))
    for band in found.fan[-1].bands:
        between = _("{share:.0%} to be between {low} and {high} on that day.")
        low, high = amount(band.low, kind), amount(band.high, kind)
        said.append(between.format(share=band.share, low=low, high=high))
    return said


def _pace(found: Forecast) -> list[str]:
    said, pace = [], found.pace
    for words, week, month in (
        (
            _("Needed from the last reading on: {week} a week, {month} a month."),
            pace.needed_per_week,
            pace.needed_per_month,
        ),
        (_("So far: {week} a week, {month} a month."), pace.so_far_per_week, pace.so_far_per_month),
    ):
        if week is not None and month is not None:
            said.append(words.format(week=_step(week, found.kind), month=_step(month, found.kind)))
    return said


def _step(value: float, kind: str) -> str:
    if kind == "share":
        return _("{points:+.2f} points").format(points=value * 100)
    return f"{value:+,.3g}"


def _bands(bands: Sequence[Band], kind: str) -> dict[str, list[float]]:
    return {
        f"{band.share * 100:.0f}": [_read(band.low, kind), _read(band.high, kind)] for band in bands
    }


def _read(value: float, kind: str) -> float:
    return int(value) if kind == "count" else value


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
