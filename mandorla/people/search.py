"""Two ways to the same people: from an index of what is asked for, or along the list of names.

The first is quick when few people match, but has to sort all of them; the second stops after a
page, and is quick when many match. Which is better is known once the matches have been counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from mandorla.people.models import Placement
from mandorla.people.names import KEYS, plain_words

if TYPE_CHECKING:
    from mandorla.people.models.person_queries import PersonQuerySet


@dataclass(frozen=True)
class Search:
    """What people are looked for by.

    Attributes:
        words: Beginnings of words of their name.
        units: The units one of which they belong to now; None when any will do.
    """

    words: str
    units: frozenset[int] | None

    def by_index(self, people: PersonQuerySet) -> PersonQuerySet:
        """From what is asked for to the people."""
        if self.units is not None:
            people = people.placed_in(self.units)
        return people.named_like(self.words)

    def along_names(self, people: PersonQuerySet) -> PersonQuerySet:
        """The same people, found by reading the list of names until a page is full."""
        if self.units is not None:
            placed = Placement.objects.current().filter(person=OuterRef("pk"))
            people = people.filter(Exists(placed.filter(unit__in=self.units)))
        for word in plain_words(self.words):
            # An expression instead of the bare column: so the database does not use its index.
            people = people.alias(**{f"read_{key}": Coalesce(key, Value("")) for key in KEYS})
            people = people.filter(
                reduce(or_, (Q(**{f"read_{key}__begins": word}) for key in KEYS))
            )
        return people
