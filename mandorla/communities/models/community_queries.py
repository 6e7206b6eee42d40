"""Ways to look for communities."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from django.db import models
from modelsearch.query import And, PlainText
from modelsearch.queryset import SearchableQuerySetMixin

if TYPE_CHECKING:
    from mandorla.communities.models.community import Community  # noqa: F401 - named as text below
    from mandorla.people.models import Person

MOST_WORDS = 8  # of one search


class CommunityQuerySet(SearchableQuerySetMixin, models.QuerySet["Community"]):  # type: ignore[misc]
    """Ways to look for communities."""

    def visible_to(self, person: Person) -> Self:
        """The directory is open to everybody who is signed in."""
        return self if person.is_active else self.none()

    def current(self) -> Self:
        """Communities that have not closed."""
        return self.exclude(status="closed")

    def matching(self, words: str) -> Self:
        """Communities whose name, purpose or leaders have a word beginning like each of these.

        Only letters and digits of what was typed are searched for: the rest has a meaning of its
        own in the search engines.
        """
        terms = re.findall(r"\w+", words)[:MOST_WORDS]
        if not terms:
            return self if not words.strip() else self.none()
        all_of_them = And([PlainText(term) for term in terms])
        found = self.autocomplete(all_of_them, order_by_relevance=False)
        return found.get_queryset()  # type: ignore[no-any-return]
