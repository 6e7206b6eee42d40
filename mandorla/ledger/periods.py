"""Quarters and years of the calendar, as they are asked for and said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Self

from django.utils.translation import gettext as _

_KEY: Final = re.compile(r"([1-8]\d{3})(?:-Q([1-4]))?")
_FIRST_YEAR: Final = 1900


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter, or a year when the quarter is 0."""

    year: int
    quarter: int = 0

    @classmethod
    def read(cls, key: str) -> Self | None:
        """The period of a key such as "2026-Q1" or "2026"; None when it is no such key."""
        found = _KEY.fullmatch(key)
        if found is None or int(found[1]) < _FIRST_YEAR:
            return None
        return cls(int(found[1]), int(found[2] or 0))

    @classmethod
    def of(cls, day: date) -> Self:
        """The quarter that a day lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def key(self) -> str:
        """How it is asked for."""
        return f"{self.year}-Q{self.quarter}" if self.quarter else str(self.year)

    @property
    def words(self) -> str:
        """How it is said."""
        if not self.quarter:
            return str(self.year)
        quarters = {
            1: _("January to March {year}"),
            2: _("April to June {year}"),
            3: _("July to September {year}"),
            4: _("October to December {year}"),
        }
        return quarters[self.quarter].format(year=self.year)

    @property
    def begins_on(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.quarter - 2 if self.quarter else 1, 1)

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return self.next.begins_on - timedelta(days=1)

    @property
    def next(self) -> Self:
        """The one after."""
        if not self.quarter:
            return type(self)(self.year + 1)
        is_last = self.quarter == 4
        return type(self)(self.year + is_last, 1 if is_last else self.quarter + 1)

    @property
    def previous(self) -> Self:
        """The one before."""
        return type(self).of(self.begins_on - timedelta(days=1)) if self.quarter else self.last_year

    @property
    def last_year(self) -> Self:
        """The year before it."""
        return type(self)(self.year - 1)

    @property
    def whole_year(self) -> Self:
        """The year it lies in."""
        return type(self)(self.year)
