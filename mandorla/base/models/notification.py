from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mandorla.base import notices
from mandorla.base.models.event import Told
from mandorla.base.models.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mandorla.people.models import Person


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Ways to look for what somebody was told."""

    def told_to(self, person: Person) -> Self:
        """One's own news, and nobody else's."""
        return self.filter(person=person)

    def unseen(self) -> Self:
        """What the person has not said that they read."""
        return self.filter(seen_at=None)

    def newest_first(self) -> Self:
        """By the moment at which it happened, which may be before others that are known longer."""
        return self.order_by("-at", "-pk")

    def see(self, *, person: Person, last: int, at: datetime) -> int:
        """The person has read their news up to this one, which is the newest of them."""
        mine = self.told_to(person)
        newest = mine.filter(pk=last).values_list("at", flat=True).first()
        if newest is None:
            return 0
        until = Q(at__lt=newest) | Q(at=newest, pk__lte=last)
        return mine.unseen().filter(until).update(seen_at=at)

    def settle(self, *kinds: str, about: models.Model, at: datetime) -> int:
        """What these called for is done, so it is new to nobody any more."""
        key = _key_of(about)
        told = self.unseen().filter(kind__in=kinds)
        return told.filter(Q(key=key) | Q(key__startswith=f"{key}:")).update(seen_at=at)

    def see_before(self, moment: datetime) -> int:
        """Whatever anybody was told before a moment was read on its day."""
        return self.unseen().filter(at__lt=moment).update(seen_at=F("at"))


class Notification(Record):
    """Somebody is told once that something they care for has happened."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=60)
    details = models.JSONField(default=dict)
    address = models.CharField(max_length=200)  # where it is, in this installation
    key = models.CharField(max_length=120)  # what it is about: told once, however often it is said
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "key"], name="base_notification_once"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="base_notification_of"),
            models.Index(
                fields=["person"],
                condition=Q(seen_at=None),
                name="base_notification_unseen",
            ),
            models.Index(
                fields=["kind", "key"],
                condition=Q(seen_at=None),
                name="base_notification_settled",
            ),
            models.Index(
                fields=["person"],
                condition=Q(seen_at=None, mailed_at=None),
                name="base_notification_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What is new, as plain text."""
        return str(notices.told(self.kind).sentence).format_map(Told(self.details))

    def follow(self, *, at: datetime) -> None:
        """The person goes to where it is, so it is not new to them any more."""
        Notification.objects.unseen().filter(pk=self.pk).update(seen_at=at)

    @classmethod
    def tell(
        cls,
        kind: str,
        *,
        to: Iterable[Person | None],
        about: models.Model,
        address: str,
        by: Person | None,
        at: datetime,
        time: str = "",
        **details: Any,
    ) -> None:
        """Let people know, in the transaction of the change itself.

        Args:
            kind: A declared notice, as "insight.answered".
            to: Whom; nobody is told of what they did themselves, nor twice of the same thing.
            about: What it is about; the same thing is told once.
            address: Where it is, in this installation.
            by: Who did it.
            at: The moment.
            time: Which time it is told, where one thing is told at several times.
            details: Values for the sentence, as plain words and numbers.
        """
        notices.notice(kind)
        people = {person.pk for person in to if person is not None and person != by}
        key = ":".join(filter(None, [_key_of(about), time]))
        rows = [
            Notification(
                person_id=person, kind=kind, details=details, address=address, key=key, at=at
            )
            for person in sorted(people)
        ]
        Notification.objects.bulk_create(rows, ignore_conflicts=True)


def _key_of(about: models.Model) -> str:
    return f"{about._meta.label_lower}:{about.pk}"
