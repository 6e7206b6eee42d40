from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from mandorla.base.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.core.mail import EmailMessage

    from mandorla.people.models import Person


class LetterQuerySet(models.QuerySet["Letter"]):
    """Ways to look for mails of the demo."""

    def sent_to(self, person: Person) -> Self:
        """What one got oneself."""
        return self.filter(to=person.email or "")


class Letter(Record):
    """A mail that the demo wrote, kept to be looked at instead of sent: its people are invented."""

    to = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    at = models.DateTimeField()

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["to", "-id"], name="demo_letter_of")]

    def __str__(self) -> str:
        return self.subject

    @classmethod
    def put_away(cls, messages: Iterable[EmailMessage], *, at: datetime) -> int:
        """Each of them lies in the box of whoever it is to.

        Args:
            messages: What would have been sent.
            at: The moment.

        Returns:
            How many messages those were.
        """
        written = list(messages)
        rows = [
            Letter(to=to.lower(), subject=message.subject[:300], text=str(message.body), at=at)
            for message in written
            for to in message.recipients()
        ]
        Letter.objects.bulk_create(rows)
        return len(written)
