"""The rows that figures are counted from, and the span of time they are counted in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy

from mandorla.core.yields import Share, Spread, begins_on

if TYPE_CHECKING:
    from datetime import date

    from mandorla.communities.models import Community
    from mandorla.people.models import Person

PERIODS: Final = {
    "month": gettext_lazy("the last month"),
    "quarter": gettext_lazy("the last three months"),
    "year": gettext_lazy("the last year"),
    "all": gettext_lazy("since it began"),
}
USUAL: Final = "quarter"
LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Span:
    """From when to when is counted, of which community.

    Attributes:
        period: Its key, of `PERIODS`.
        begin: The first moment.
        at: The moment of looking.
        reader: Who opens the rows of a figure; nobody: the figures alone are asked for.
    """

    community: Community
    period: str
    begin: datetime
    at: datetime
    reader: Person | None = None

    @property
    def words(self) -> str:
        """The period in words."""
        return str(PERIODS[self.period])


def span_of(
    community: Community, *, period: str, on: date, at: datetime, reader: Person | None = None
) -> Span:
    """The span of a period that ends now; three months, when no known one is asked for."""
    key = period if period in PERIODS else USUAL
    first = begins_on(key, on=on)
    begin = datetime.combine(first, time(0), tzinfo=at.tzinfo) if first else LONG_AGO
    return Span(community=community, period=key, begin=begin, at=at, reader=reader)


@dataclass(frozen=True)
class CountedRow:
    """One thing that a figure was counted from. It names no person.

    Attributes:
        address: Its page; "" when it has none.
        at: When it was.
        verdict: What it counts as, in words.
        tone: How it is drawn beside the words: "good", "watch", "act" or "none".
    """

    text: str
    address: str
    at: datetime | None
    verdict: str
    tone: str


@dataclass(frozen=True)
class Counted:
    """A figure with its rows.

    Attributes:
        figure: So many of so many, or a spread of days; None when it may not be told.
        rows: What it was counted from, the newest first.
        apart: How many rows were left out, because it is too early to say.
        why: Why it may not be told; "" when it may.
        note: What has to be known with it.
        hidden: How many rows were counted that the reader may not open.
    """

    figure: Share | Spread | None
    rows: tuple[CountedRow, ...]
    apart: int = 0
    why: str = ""
    note: str = ""
    hidden: int = 0
