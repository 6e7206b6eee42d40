"""What calendars are told of a community that has closed: its next dates, each cancelled.

A date that were merely gone would leave people in doubt; a cancelled one is struck out.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final

from mandorla.core.occurrences import Occurrence, planned_days, starts_at
from mandorla.gatherings.models import Gathering

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mandorla.gatherings.models import Series
    from mandorla.gatherings.models.series import Stretch

MOST: Final = 12  # dates
AHEAD: Final = timedelta(days=366)


def with_called_off(
    series: Series, gatherings: Sequence[Gathering]
) -> tuple[list[Stretch], list[Gathering]]:
    """The stretches of a series and what was kept, with the dates that the closing took away.

    Args:
        series: Read by `with_dates()`.
        gatherings: What was kept of it.

    Returns:
        Both as they are when the community goes on, or its rhythm had ended before.
    """
    stretches, closed_on = series.stretches, _closed_on(series)
    if not stretches or closed_on is None or _ended_before(stretches[-1], closed_on):
        return stretches, list(gatherings)
    last = stretches[-1]
    first = closed_on + timedelta(days=1)
    endless = replace(last.pattern, until_on=None)
    days = list(islice(planned_days(endless, since=first, until=closed_on + AHEAD), MOST))
    until = days[-1] if days else closed_on
    told = replace(last, pattern=replace(last.pattern, until_on=until))
    kept = {gathering.planned_on for gathering in gatherings}
    called_off = [_cancelled(series, told, day) for day in days if day not in kept]
    return [*stretches[:-1], told], [*gatherings, *called_off]


def _closed_on(series: Series) -> date | None:
    community = series.community
    return community.closed_on if community.has_closed else None


def _ended_before(stretch: Stretch, day: date) -> bool:
    until = stretch.pattern.until_on
    return until is not None and until < day


def _cancelled(series: Series, stretch: Stretch, day: date) -> Gathering:
    planned = Occurrence(day, starts_at(stretch.pattern, day))
    gathering = Gathering.computed(series, stretch, planned)
    gathering.state = "cancelled"
    return gathering
