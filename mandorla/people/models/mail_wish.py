from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.people.models.person import Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

RHYTHMS: Final = {
    "daily": gettext_lazy("every day"),
    "weekly": gettext_lazy("every Monday"),
    "never": gettext_lazy("never"),
}
FROM_HOUR: Final = 6
MONDAY: Final = 0
SALT: Final = "mandorla.mail-wish"


class MailWish(Record):
    """How often somebody wants a mail with what is new and what waits; every Monday unless said."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="mail_wish")
    rhythm = models.CharField(max_length=6, choices=list(RHYTHMS.items()), default="weekly")
    sent_at = models.DateTimeField(null=True)  # the last time it was looked at, also for nothing
    told = models.JSONField(default=list)  # what waits and was mailed already: not told again

    class Meta:
        constraints = [choices_constraint("people_mail_wish_rhythm", "rhythm", RHYTHMS)]

    def __str__(self) -> str:
        return str(RHYTHMS[self.rhythm])

    @classmethod
    def of(cls, person: Person) -> MailWish:
        """The wish of a person, as it is kept or as it is before they said anything."""
        return cls.objects.filter(person=person).first() or cls(person=person)

    @classmethod
    def choose(cls, *, person: Person, rhythm: str) -> None:
        """The person gets the mail in this rhythm from now on.

        Args:
            person: Who.
            rhythm: "daily", "weekly" or "never".
        """
        cls.objects.update_or_create(person=person, defaults={"rhythm": rhythm})

    def is_due(self, *, at: datetime) -> bool:
        """Whether the time for the next mail has come: from six in the morning, once a day."""
        here = timezone.localtime(at)
        if self.rhythm == "never" or here.hour < FROM_HOUR:
            return False
        is_monday = here.weekday() == MONDAY
        if self.sent_at is None:
            return self.rhythm == "daily" or is_monday
        days = (here.date() - timezone.localtime(self.sent_at).date()).days
        if self.rhythm == "daily":
            return days >= 1
        return days >= 7 or (is_monday and days >= 1)

    def claim(self, *, at: datetime) -> bool:
        """Whether the mail of this time is ours to write: of two who try at once, one gets it."""
        if self._state.adding:
            _row, is_new = MailWish.objects.get_or_create(
                person=self.person, defaults={"sent_at": at}
            )
            return is_new
        seen = MailWish.objects.filter(pk=self.pk, sent_at=self.sent_at)
        return bool(seen.update(sent_at=at))

    def give_back(self) -> None:
        """The mail could not be sent: it is tried again the next time."""
        MailWish.objects.filter(person=self.person).update(sent_at=self.sent_at)

    def note(self, *, told: Sequence[str]) -> None:
        """What waits and was told is remembered, so that it is not told again."""
        MailWish.objects.filter(person=self.person).update(told=list(told))


def unsubscribing_token(person: Person) -> str:
    """What proves that somebody holds a mail of this person, and is good for nothing else."""
    return signing.dumps(person.pk, salt=SALT)


def unsubscribing(token: str) -> Person | None:
    """The person whose mail a token comes from; None when nobody's."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Person.objects.filter(pk=pk).first()
