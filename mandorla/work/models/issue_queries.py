from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from mandorla.communities.models import Community

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandorla.people.models import Person, Unit
    from mandorla.work.models.issue import Issue


class IssueQuerySet(models.QuerySet["Issue"]):
    """Ways to look for what cropped up."""

    def visible_to(self, person: Person) -> Self:
        """What crops up anywhere may touch every unit: everybody who is signed in sees it."""
        return self.filter(community__in=Community.objects.visible_to(person))

    def waiting(self) -> Self:
        """Open, and not a part of a problem yet."""
        return self.filter(state="open")

    def keep_vector(self, *, pk: int, text: str, vector: bytes, by: str) -> bool:
        """The issue keeps what its text means, unless it reads otherwise by now."""
        return bool(self.filter(pk=pk, text=text).update(vector=vector, vector_by=by))

    def own_of(self, person: Person) -> Self:
        """What a person surfaced, also without a name: for that person's eyes, nobody else's."""
        return self.filter(surfaced_by=person)

    def listed(self) -> Self:
        """Without what only the search for similar ones needs."""
        return self.defer("vector", "vector_by")


def put_units(issue: Issue, units: Sequence[Unit]) -> None:
    """The units of a new issue, in one statement."""
    through = type(issue).units.through
    through._default_manager.bulk_create(
        through(issue_id=issue.pk, unit_id=pk) for pk in {unit.pk for unit in units}
    )
