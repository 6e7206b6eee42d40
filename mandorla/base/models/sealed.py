"""Who may vote, and what was voted, with nothing that leads from one to the other.

Each kind of round keeps tokens and an urn of its own, made of these.
"""

from __future__ import annotations

import secrets
from random import SystemRandom
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction

from mandorla.base.models.record import Record
from mandorla.core.ballot import dropped_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandorla.people.models import Person


def random_key() -> int:
    """A random number from 0 to 2^62; SQLite keeps rows in the order of such keys."""
    return secrets.randbits(62)


class SealedTokenQuerySet(models.QuerySet[Any]):
    """Ways to look for tokens. There is none by which one person could ask about another."""

    def of(self, person: Person) -> Self:
        """A person's own."""
        return self.filter(person=person)

    def unspent(self) -> Self:
        """Of those who have not voted."""
        return self.filter(is_spent=False)

    def spent(self) -> Self:
        """Of those who have voted."""
        return self.filter(is_spent=True)


class SealedToken(Record):
    """Somebody may vote in a round once; a spent one says that they have, and nothing else."""

    ROUND: ClassVar[str]  # the name of the field that holds the round

    id = models.BigAutoField(primary_key=True, default=random_key)
    # Who voted decides what may be shown of later rounds, so that cannot be forgotten in passing.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_spent = models.BooleanField(default=False)

    class Meta:
        abstract = True

    @classmethod
    def issue(cls, *, people: Iterable[int], **within: models.Model) -> int:
        """These people may vote once; those who have a token already keep it.

        Args:
            people: The ids of who may vote.
            within: The round, by the name of its field.

        Returns:
            How many were issued.
        """
        held = set(cls._in(within).values_list("person", flat=True))
        new = [cls(person_id=pk, **within) for pk in people if pk not in held]
        SystemRandom().shuffle(new)
        cls._default_manager.bulk_create(new)
        return len(new)

    @classmethod
    def shuffle(cls, **within: models.Model) -> None:
        """The tokens are written anew in random order, as if all were spent in one moment.

        A database that keeps a changed row behind the others would else keep the order of voting.
        """
        with transaction.atomic():
            rows = list(cls._in(within).values("person_id", "is_spent"))
            SystemRandom().shuffle(rows)
            cls._in(within).delete()
            cls._default_manager.bulk_create(cls(**within, **row) for row in rows)

    @classmethod
    def _in(cls, within: dict[str, models.Model]) -> models.QuerySet[Self]:
        return cls._default_manager.filter(**{cls.ROUND: within[cls.ROUND]})


class SealedUrn(Record):
    """The ballots of a round, as one piece of bytes in the order of its bytes.

    There is no row for a ballot, so there is no key, no moment and no place that could tell whose
    it is or when it was cast.
    """

    ballots = models.BinaryField(default=bytes)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    def drop_in(self, *ballots: bytes) -> None:
        """The urn holds these too. The caller holds a lock and has seen who may vote."""
        for ballot in ballots:
            self.ballots = dropped_in(bytes(self.ballots), ballot)
        self.count += len(ballots)
        self.keep("ballots", "count")

    @classmethod
    def reseal(cls, **within: models.Model) -> None:
        """The same urn as a new row, so that a database holds no earlier state behind it."""
        urn = cls._default_manager.get(**within)
        ballots, count = bytes(urn.ballots), urn.count
        urn.delete()
        cls._default_manager.create(ballots=ballots, count=count, **within)
