from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.communities.models import Community
from mandorla.people.models import Person
from mandorla.people.models.invitation import fingerprint

if TYPE_CHECKING:
    from datetime import date, datetime

LONGEST: Final = 80
LONGEST_DAYS: Final = 365
MOST: Final = 20  # of one person that work at a time
DAYS: Final = {
    7: gettext_lazy("a week"),
    30: gettext_lazy("30 days"),
    90: gettext_lazy("90 days"),
    365: gettext_lazy("a year"),
}


class ShareQuerySet(models.QuerySet["Share"]):
    """Ways to look for links that are shared."""

    def visible_to(self, person: Person) -> Self:
        """Everybody sees their own, and nobody else does."""
        return self.filter(person=person) if person.is_active else self.none()

    def working_at(self, at: datetime) -> Self:
        """Those that have neither ended nor been ended, of people who can sign in."""
        return self.filter(ended_at=None, ends_at__gt=at, person__is_active=True)


class Share(Record):
    """A link by which anybody reads what somebody brought, until it ends.

    How often it was opened is counted; by whom is not known.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="shares")
    name = models.CharField(gettext_lazy("for whom"), max_length=LONGEST)  # for oneself
    secret_hash = models.CharField(max_length=64, unique=True)
    community = models.ForeignKey(Community, null=True, on_delete=models.CASCADE, related_name="+")
    since_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # before its day
    opened = models.PositiveIntegerField(default=0)

    objects = ShareQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reports_share_ends", condition=Q(ends_at__gt=F("made_at"))
            ),
        ]
        indexes = [models.Index(fields=["person", "-made_at"], name="reports_share_of")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def make(
        cls,
        *,
        name: str,
        days: int,
        community: Community | None = None,
        since_on: date | None = None,
        until_on: date | None = None,
        by: Person,
        at: datetime,
    ) -> tuple[Share, str]:
        """Anybody with the link reads what the person lets leave; its secret is returned once.

        Args:
            name: For whom it is, to tell one's links apart; nobody else reads it.
            days: How long it works, from 1 to 365.
            community: Only what came of this community; None for all.
            since_on: Only what is of this day or later.
            until_on: Only what is of this day or earlier.
            by: Who shares what they brought.
            at: The moment.

        Raises:
            Refused: It has no name, it would not last a day or last longer than a year, or twenty
                others work.
        """
        name = " ".join(name.split())
        if not 1 <= len(name) <= LONGEST:
            raise Refused(_("Say for whom the link is, in a few words; only you read it."))
        if not 1 <= days <= LONGEST_DAYS:
            raise Refused(_("A link lasts between one day and one year."))
        secret = secrets.token_urlsafe(32)
        with transaction.atomic():
            Person.objects.select_for_update().get(pk=by.pk)
            if cls.objects.visible_to(by).working_at(at).count() >= MOST:
                raise Refused(
                    _("{number} links are enough for anybody: end one first.").format(number=MOST)
                )
            share = cls.objects.create(
                person=by,
                name=name,
                secret_hash=fingerprint(secret),
                community=community,
                since_on=since_on,
                until_on=until_on,
                made_at=at,
                ends_at=at + timedelta(days=days),
            )
            Event.record("brought.shared", by=by, at=at, about=by)
        return share, secret

    @classmethod
    def behind(cls, *, secret: str, at: datetime) -> Share | None:
        """The link with this secret, while it works."""
        working = cls.objects.working_at(at).select_related("person", "community")
        return working.filter(secret_hash=fingerprint(secret)).first()

    def count_opening(self) -> None:
        """Somebody opened it; who is not kept, nor when."""
        Share.objects.filter(pk=self.pk).update(opened=F("opened") + 1)

    def end(self, *, by: Person, at: datetime) -> None:
        """It works no more, from now on.

        Raises:
            Refused: It is somebody else's.
            Stale: It had been ended already.
        """
        if self.person_id != by.pk:
            raise Refused(_("Only who made a link can end it."))
        with transaction.atomic():
            if not Share.objects.filter(pk=self.pk, ended_at=None).update(ended_at=at):
                raise Stale(_("This link had been ended already."))
            self.ended_at = at
            Event.record("brought.unshared", by=by, at=at, about=by)

    def works_at(self, at: datetime) -> bool:
        """Whether it can still be opened."""
        return self.ended_at is None and self.ends_at > at
