from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from mandorla.base.models import Mailed
from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime


class InviteeQuerySet(models.QuerySet["Invitee"]):
    """Ways to look for who gets invitations by mail."""

    def visible_to(self, person: Person) -> Self:
        """What somebody wants to get is theirs alone."""
        return self.filter(person=person) if person.is_active else self.none()

    def reachable(self) -> Self:
        """Those who are still in the community and have an address to write to."""
        here = Membership.objects.current().filter(
            person=models.OuterRef("person"), community=models.OuterRef("community")
        )
        return self.filter(
            models.Exists(here), person__is_active=True, person__email__isnull=False
        ).select_related("person", "community")


class Invitee(Mailed):
    """Somebody gets the gatherings of a community as invitations by mail.

    Like a calendar's address it leaves no event.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="invitees")
    told_at = models.DateTimeField(null=True)  # what changed until then was written to them

    objects = InviteeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "community"], name="gatherings_invitee_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.community}"

    @classmethod
    def begin(cls, *, person: Person, community: Community) -> Invitee:
        """The person gets invitations from now on, first to all that is planned."""
        made, _is_new = cls.objects.get_or_create(person=person, community=community)
        return made

    @classmethod
    def end(cls, *, person: Person, community: Community) -> None:
        """The person gets none any more; what they have stays in their calendar."""
        cls.objects.filter(person=person, community=community).delete()

    def tell(self, *, until: datetime) -> bool:
        """What changed until a moment is written to them by whoever calls this.

        Returns:
            Whether the caller was the first: of two who come at once, one writes.
        """
        waiting = type(self).objects.filter(pk=self.pk, told_at=self.told_at)
        first = waiting.update(told_at=until, missed={})
        self.told_at = until
        return bool(first)
