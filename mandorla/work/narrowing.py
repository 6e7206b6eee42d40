"""What the lists of the work are narrowed by: words, and a unit; and what is found then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from django.db.models import Count, Q, QuerySet

from mandorla.people.models import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mandorla.base.web import Page

MOST_WORDS: Final = 8  # of one search
Row = TypeVar("Row")
Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


@dataclass(frozen=True)
class Narrowing:
    """What somebody looks for in a list.

    Attributes:
        words: Each of these words is a part of it.
        unit: The number of a unit that it touches; None for any.
    """

    words: str = ""
    unit: int | None = None

    @property
    def is_any(self) -> bool:
        """Whether anything will do."""
        return not self.words and self.unit is None

    def of(self, rows: Rows, *, texts: Iterable[str], units: str) -> Rows:
        """Those of the rows that have the words and touch the unit.

        Args:
            rows: All of them.
            texts: The columns of which one has to have a word.
            units: The relation to units; it leads to each unit once.
        """
        columns = tuple(texts)
        for word in self.words.split()[:MOST_WORDS]:
            has_word = Q()
            for column in columns:
                has_word |= Q(**{f"{column}__icontains": word})
            rows = rows.filter(has_word)
        return rows if self.unit is None else rows.filter(**{units: self.unit})


@dataclass(frozen=True)
class Found(Generic[Row]):
    """A page of what a list has for somebody who looks.

    Attributes:
        counts: How many there are in each state under the other filters; under "" all of them,
            where a list shows all at once.
        units: Which units things of this list touch, as number and name, by name.
    """

    page: Page[Row]
    counts: Mapping[str, int]
    units: tuple[tuple[int, str], ...]


def counts_by(column: str, rows: QuerySet[Any, Any]) -> dict[str, int]:
    """How many of the rows there are for each value of a column."""
    return dict(rows.order_by().values_list(column).annotate(count=Count("pk")))


def units_among(touched: QuerySet[Any, Any]) -> tuple[tuple[int, str], ...]:
    """The number and the name of each of these units, by name; in one query.

    Args:
        touched: Rows with a column `unit`.
    """
    units = Unit.objects.filter(pk__in=touched.values("unit")).order_by("name", "pk")
    return tuple(units.values_list("pk", "name"))
