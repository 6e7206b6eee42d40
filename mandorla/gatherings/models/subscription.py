from __future__ import annotations

from typing import Self

from django.db import models

from mandorla.base.models import Record
from mandorla.communities.models import Community
from mandorla.people.models import Person


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Ways to look for who wants digests by mail."""

    def visible_to(self, person: Person) -> Self:
        """What somebody wants to read is theirs alone."""
        return self.filter(person=person)


class Subscription(Record):
    """Somebody wants the digests of a community by mail.

    It leaves no event: what a person likes to read is no part of a community's history.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "community"], name="gatherings_subscription_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.community}"

    @classmethod
    def begin(cls, *, person: Person, community: Community) -> None:
        """The person gets the digests of the community from now on."""
        cls.objects.get_or_create(person=person, community=community)

    @classmethod
    def end(cls, *, person: Person, community: Community) -> None:
        """The person gets them no longer."""
        cls.objects.filter(person=person, community=community).delete()
