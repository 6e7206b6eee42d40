"""What the lists of the work are narrowed by: words, and a unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.db.models import Q, QuerySet

from mandorla.people.models import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_WORDS: Final = 8  # of one search
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


def units_among(touched: QuerySet[Any, Any]) -> tuple[tuple[int, str], ...]:
    """The number and the name of each of these units, by name; in one query.

    Args:
        touched: Rows with a column `unit`.
    """
    units = Unit.objects.filter(pk__in=touched.values("unit")).order_by("name", "pk")
    return tuple(units.values_list("pk", "name"))
