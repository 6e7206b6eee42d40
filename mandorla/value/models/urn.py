"""Who may vote, and what was voted, with nothing that leads from one to the other."""

from __future__ import annotations

from random import SystemRandom
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils.translation import gettext as _

from mandorla.base.models import Record
from mandorla.core.ballot import dropped_in
from mandorla.people.models import Person
from mandorla.value.models.keys import random_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandorla.value.models.elicitation import Elicitation


class TokenQuerySet(models.QuerySet["Token"]):
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


class Token(Record):
    """Somebody may vote in a round once; a spent one says that they have, and nothing else."""

    id = models.BigAutoField(primary_key=True, default=random_key)
    elicitation = models.ForeignKey(
        "value.Elicitation", on_delete=models.CASCADE, related_name="tokens"
    )
    # Who voted decides what may be shown of later rounds, so that cannot be forgotten in passing.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_spent = models.BooleanField(default=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["elicitation", "person"], name="value_token_once"),
        ]
        indexes = [models.Index(fields=["person", "is_spent"], name="value_token_waiting")]

    def __str__(self) -> str:
        return _("a vote in {round}").format(round=self.elicitation)

    @classmethod
    def issue(cls, *, elicitation: Elicitation, people: Iterable[int]) -> int:
        """These people may vote once; those who have a token already keep it.

        Returns:
            How many were issued.
        """
        held = set(cls.objects.filter(elicitation=elicitation).values_list("person", flat=True))
        new = [Token(elicitation=elicitation, person_id=pk) for pk in people if pk not in held]
        SystemRandom().shuffle(new)
        Token.objects.bulk_create(new)
        return len(new)

    @classmethod
    def shuffle(cls, *, elicitation: Elicitation) -> None:
        """The tokens are written anew in random order, as if all were spent in one moment.

        A database that keeps a changed row behind the others would else keep the order of voting.
        """
        with transaction.atomic():
            rows = list(cls.objects.filter(elicitation=elicitation).values("person_id", "is_spent"))
            SystemRandom().shuffle(rows)
            cls.objects.filter(elicitation=elicitation).delete()
            Token.objects.bulk_create(Token(elicitation=elicitation, **row) for row in rows)


class Urn(Record):
    """The ballots of a round, as one piece of bytes in the order of its bytes.

    There is no row for a ballot, so there is no key, no moment and no place that could tell whose
    it is or when it was cast.
    """

    elicitation = models.OneToOneField(
        "value.Elicitation", on_delete=models.CASCADE, related_name="urn"
    )
    ballots = models.BinaryField(default=bytes)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return _("the urn of {round}").format(round=self.elicitation)

    def drop_in(self, *ballots: bytes) -> None:
        """The urn holds these too. The caller holds a lock and has seen who may vote."""
        for ballot in ballots:
            self.ballots = dropped_in(bytes(self.ballots), ballot)
        self.count += len(ballots)
        self.keep("ballots", "count")

    @classmethod
    def reseal(cls, *, elicitation: Elicitation) -> None:
        """The same urn as a new row, so that a database holds no earlier state behind it."""
        urn = cls.objects.get(elicitation=elicitation)
        ballots, count = bytes(urn.ballots), urn.count
        urn.delete()
        cls.objects.create(elicitation=elicitation, ballots=ballots, count=count)
