from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.models import Record
from mandorla.work.models import Answer

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.people.models import Person


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Ways to look for who may be named."""

    def visible_to(self, person: Person) -> Self:
        """Who asked sees what they allowed; who answered sees it by the name on their page."""
        return self.filter(answer__ask__asked_by=person) if person.is_active else self.none()


class Consent(Record):
    """Who asked for a hand lets the one who gave it name them, until they say otherwise."""

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="consent")
    given_at = models.DateTimeField()

    objects = ConsentQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.answer_id)

    @classmethod
    def give(cls, *, answer: Answer, by: Person, at: datetime) -> Consent:
        """Who answered may name who asked; said twice, it counts once.

        Raises:
            Refused: Somebody else asked, it is their own answer, or it was asked of a few people.
        """
        _must_be_asker(answer, by)
        if answer.answered_by_id == by.pk:
            raise Refused(_("This is your own answer: there is nobody to name you."))
        if not answer.ask.is_for_all:
            raise Refused(_("This was asked of a few people: it stays among them."))
        found, _is_new = cls.objects.get_or_create(answer=answer, defaults={"given_at": at})
        return found

    @classmethod
    def withdraw(cls, *, answer: Answer, by: Person) -> None:
        """Who answered no longer names who asked, also on links that are shared. Always possible.

        Raises:
            Refused: Somebody else asked.
        """
        _must_be_asker(answer, by)
        cls.objects.filter(answer=answer).delete()


def _must_be_asker(answer: Answer, person: Person) -> None:
    if answer.ask.asked_by_id != person.pk:
        raise Refused(_("Only who asked can say whether they may be named."))
