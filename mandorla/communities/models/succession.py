from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy

from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models.community import Community

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.people.models import Person

KINDS = {
    "merge": gettext_lazy("merged into"),
    "split": gettext_lazy("split into"),
    "heir": gettext_lazy("left something to"),
}


class SuccessionQuerySet(models.QuerySet["Succession"]):
    """Ways to look for what became of communities."""

    def visible_to(self, person: Person) -> Self:
        """What became of a community is for everybody who is signed in."""
        return self.filter(before__in=Community.objects.visible_to(person))

    def named(self) -> Self:
        """With both communities, in the order in which they are told."""
        return self.select_related("before", "after").order_by("at", "after__name", "pk")


class Succession(Record):
    """One community went on in another one, or left it what it had. Never changed."""

    before = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="went_on_in")
    after = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="came_from")
    kind = models.CharField(max_length=5, choices=list(KINDS.items()))
    at = models.DateTimeField()

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("communities_succession_kind", "kind", KINDS),
            models.UniqueConstraint(fields=["before", "after"], name="communities_succession_once"),
            models.CheckConstraint(
                name="communities_succession_of_two",
                condition=~models.Q(before=models.F("after")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} {KINDS[self.kind]} {self.after}"

    @classmethod
    def begin(
        cls, *, before: Community, after: Community, kind: str, by: Person, at: datetime
    ) -> Succession:
        """One community goes on in another; the history of both says so."""
        with transaction.atomic():
            made = cls.objects.create(before=before, after=after, kind=kind, at=at)
            how = str(KINDS[kind])
            Event.record(
                "community.succeeded",
                by=by,
                at=at,
                about=before,
                within=before,
                how=how,
                heir=after.name,
            )
            Event.record(
                "community.inherited",
                by=by,
                at=at,
                about=after,
                within=after,
                how=how,
                origin=before.name,
            )
        return made
