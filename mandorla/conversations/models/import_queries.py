from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from mandorla.communities.models import Membership
from mandorla.communities.rules import RUNS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandorla.conversations.models.conversation_import import (  # noqa: F401 - in a text below
        ConversationImport,
    )
    from mandorla.people.models import Person

OVER = ("dropped", "removed")


class ConversationImportQuerySet(models.QuerySet["ConversationImport"]):
    """Ways to look for imports of conversations."""

    def visible_to(self, person: Person) -> Self:
        """All for program managers; for others their own, and those of communities they run."""
        if not person.is_active:
            return self.none()
        rows = self.select_related("by")
        if person.is_program_manager:
            return rows
        run = Membership.objects.current().filter(person=person, role__in=RUNS)
        into = self.model.communities.through._default_manager.filter(
            community__in=run.values("community")
        )
        theirs = models.Q(pk__in=into.values("conversationimport"))
        return rows.filter(theirs | models.Q(by=person, communities=None))

    def listed(self) -> Self:
        """The newest first; without those that came to nothing."""
        kept = self.exclude(state="dropped").prefetch_related("communities")
        return kept.order_by("-received_at", "-pk")

    def into_any(self, communities: Iterable[int]) -> Self:
        """Imports that brought, or will bring, posts to one of these communities."""
        return self.filter(communities__in=list(communities)).distinct()

    def at_work(self) -> Self:
        """Those that a worker handles now."""
        return self.filter(state="running")

    def waiting_since(self, moment: object) -> Self:
        """Those whose file came before a moment and that have come to no end."""
        ended = ("done", "failed", *OVER)
        return self.filter(received_at__lt=moment).exclude(state__in=ended)
