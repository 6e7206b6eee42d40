"""What a module found out about communities, as it is written down for indicators."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone

from mandorla.core.conditions import Finding
from mandorla.core.yields import FEWEST, begins_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mandorla.base.indicators import Found
    from mandorla.core.conditions import Value


class Known:
    """What is known of some communities, by indicator; what is never told is not known.

    Args:
        communities: Their ids; what is told of others is left out.
    """

    def __init__(self, communities: Iterable[int]) -> None:
        self.communities = frozenset(communities)
        self.found: Found = defaultdict(dict)

    def tell(
        self,
        name: str,
        community: int,
        value: Value | None,
        *,
        low: float | None = None,
        high: float | None = None,
        part: int | None = None,
        of: int | None = None,
        currency: str | None = None,
    ) -> None:
        """One indicator of one community; None is not known."""
        if value is not None and community in self.communities:
            finding = Finding(value, part, of, low, high, currency)
            self.found[name][community] = finding

    def tell_each(self, name: str, values: Mapping[int, Value | None]) -> None:
        """One indicator of those communities that have a value."""
        for community, value in values.items():
            self.tell(name, community, value)

    def tell_all(self, name: str, values: Mapping[int, Value], *, otherwise: Value) -> None:
        """One indicator of every community: nothing was found of those that have no value."""
        for community in self.communities:
            self.tell(name, community, values.get(community, otherwise))

    def share(self, name: str, community: int, part: int, of: int, *, fewest: int = FEWEST) -> None:
        """So many of so many; not known when there are too few to speak of a share."""
        if of >= fewest and community in self.communities:
            self.found[name][community] = Finding(part / of, part=part, of=of)


def since(period: str, *, at: datetime) -> datetime:
    """When a period that ends now began: the day's first moment, as the figures of work count.

    Args:
        period: "month", "quarter", "half_year" or "year".
        at: The moment of looking.
    """
    now = timezone.localtime(at)
    first = begins_on(period, on=now.date()) or date.min
    return datetime.combine(first, time(0), tzinfo=now.tzinfo)
