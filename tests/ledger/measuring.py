"""Measures with readings, for tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from mandorla.communities.models import Community
from mandorla.core import pace
from mandorla.ledger.aims import Aim
from mandorla.ledger.models import Measure, Reading
from mandorla.people.models import Person
from mandorla.value.models import Expectation
from tests import make

DUE = date(2026, 12, 31)
FAR = make.AT + timedelta(days=120)


def aim(**facts: Any) -> Aim:
    """From 40 days of something to 60 by the end of the year."""
    return Aim(
        **{"name": "Days to roll out", "role": "outcome", "target": 60.0, "due_on": DUE, **facts}
    )


def measured(
    community: Community | None = None,
    *,
    expectation: Expectation | None = None,
    owner: Person | None = None,
    **facts: Any,
) -> Measure:
    """A measure that began at `make.AT`."""
    return Measure.begin(
        community=community or make.community(),
        aim=aim(**facts),
        expectation=expectation,
        owner=owner,
        by=None,
        at=make.AT,
    )


def weeks(count: int) -> list[date]:
    """Mondays from the day of `make.AT` on."""
    return [make.AT.date() + timedelta(weeks=number) for number in range(count)]


def read_weekly(measure: Measure, count: int, *, by: Person | None = None) -> None:
    """So many readings a week apart that rise by about 1, from 40 on; of a share by hundredths."""
    values = [40.0 + number + number % 3 for number in range(count)]
    if measure.shape == "share":
        values = [value / 100 for value in values]
    found = [pace.Reading(on, value) for on, value in zip(weeks(count), values, strict=True)]
    Reading.read_all(measure=measure, readings=found, by=by, at=FAR)
