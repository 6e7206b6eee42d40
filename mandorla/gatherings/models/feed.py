from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from mandorla.base.errors import Stale
from mandorla.base.models import Record
from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Ways to look for calendars to subscribe to."""

    def visible_to(self, person: Person) -> Self:
        """Whoever has the address needs no sign-in, so nobody sees those of others."""
        return self.filter(person=person) if person.is_active else self.none()

    def answering(self) -> Self:
        """Those whose owner can still sign in."""
        return self.filter(person__is_active=True).select_related("person", "community")


class CalendarFeed(Record):
    """A secret address at which a calendar program reads somebody's gatherings.

    Without a community it holds those of all communities the person is in. It leaves no event:
    what a person reads, and with which program, is no part of a community's history.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_feeds")
    community = models.ForeignKey(
        Community, null=True, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    key = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "community"], name="gatherings_calendar_feed_once"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(community=None),
                name="gatherings_calendar_feed_of_all",
            ),
        ]

    def __str__(self) -> str:
        return str(self.community or self.person)

    def get_absolute_url(self) -> str:
        return reverse("gatherings:feed", args=[self.key])

    @property
    def communities(self) -> models.QuerySet[Community]:
        """Whose gatherings it holds now: a community that is left is out of it at once."""
        seen = Community.objects.visible_to(self.person)
        if self.community_id:
            return seen.filter(pk=self.community_id)
        here = Membership.objects.current().filter(person=self.person).values("community")
        return seen.filter(Q(pk__in=here))

    @classmethod
    def make(cls, *, person: Person, community: Community | None, at: datetime) -> CalendarFeed:
        """The person has an address for this calendar from now on, if they had none."""
        made, _is_new = cls.objects.get_or_create(
            person=person, community=community, defaults={"key": _new_key(), "made_at": at}
        )
        return made

    def renew(self, *, at: datetime) -> None:
        """The calendar is at another address from now on; nothing is at the old one.

        Raises:
            Stale: It was given another address already, or taken away.
        """
        with transaction.atomic():
            kept = type(self).objects.filter(pk=self.pk, key=self.key)
            key = _new_key()
            if not kept.update(key=key, made_at=at):
                raise Stale(_("This address had been taken away already."))
            self.key, self.made_at = key, at

    def revoke(self) -> None:
        """Nothing is at the address any more."""
        self.delete()


def _new_key() -> str:
    return secrets.token_urlsafe(32)
