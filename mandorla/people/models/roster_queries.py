from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from mandorla.people.models.person import Person
    from mandorla.people.models.roster import RosterImport


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    """Ways to look for imports."""

    def visible_to(self, person: Person) -> Self:
        """All for a program manager, none for others; without what makes a row heavy."""
        seen = self if person.is_program_manager else self.none()
        return seen.select_related("by").defer("packed", "refused")

    def listed(self) -> Self:
        """The newest first; without files that were looked at and left."""
        return self.exclude(state="dropped").order_by("-received_at", "-pk")

    def newest_done(self) -> RosterImport | None:
        """The import whose choices the next one begins with."""
        return self.filter(state="done").order_by("-finished_at", "-pk").first()
