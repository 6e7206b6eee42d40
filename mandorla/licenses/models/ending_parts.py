from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.licenses.models.ending import Ending
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

THINGS = {
    "lesson": gettext_lazy("lessons"),
    "problem": gettext_lazy("problems, with their solutions and issues"),
    "issue": gettext_lazy("open issues"),
    "series": gettext_lazy("rhythms"),
    "commitment": gettext_lazy("open commitments"),
    "question": gettext_lazy("questions and requests to the community"),
    "ask": gettext_lazy("open asks"),
    "insight": gettext_lazy("insights without an answer"),
    "calendar": gettext_lazy("addresses of its calendar"),
}
OUTCOMES = {"moved": gettext_lazy("handed over"), "retired": gettext_lazy("retired")}


class Handover(Record):
    """What became of one thing that a community had when it ended. Never changed.

    What a thing says is not kept here: who may read the thing reads it where it is now.
    """

    ending = models.ForeignKey(Ending, on_delete=models.CASCADE, related_name="handovers")
    thing = models.CharField(max_length=10, choices=list(THINGS.items()))
    thing_id = models.BigIntegerField(null=True)  # none for what is only counted
    number = models.PositiveIntegerField(default=1)
    outcome = models.CharField(max_length=7, choices=list(OUTCOMES.items()))
    to = models.ForeignKey(Community, null=True, on_delete=models.SET_NULL, related_name="+")
    because = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            choices_constraint("licenses_handover_thing", "thing", THINGS),
            choices_constraint("licenses_handover_outcome", "outcome", OUTCOMES),
            models.CheckConstraint(
                name="licenses_handover_retired_says_why",
                condition=~Q(outcome="retired") | ~Q(because=""),
            ),
        ]
        indexes = [models.Index(fields=["ending", "thing"], name="licenses_handover_of")]

    def __str__(self) -> str:
        return f"{self.thing} {self.thing_id}: {self.outcome}"


class ThanksQuerySet(models.QuerySet["Thanks"]):
    """Ways to look for who is thanked."""

    def shown(self) -> Self:
        """Those who did not take their name out, by name."""
        rows = self.filter(is_declined=False).select_related("person")
        return rows.order_by("person__name", "pk")


class Thanks(Record):
    """Somebody is thanked by name when a community ends, unless they do not want to be."""

    ending = models.ForeignKey(Ending, on_delete=models.CASCADE, related_name="thanked")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    as_role = models.CharField(max_length=120)
    is_declined = models.BooleanField(default=False)
    declined_at = models.DateTimeField(null=True)

    objects = ThanksQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ending", "person"], name="licenses_thanks_once")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.as_role}"

    def decline(self, *, by: Person, at: datetime) -> None:
        """The person is not named. No history tells it: it is theirs alone.

        Raises:
            Refused: Somebody else says so.
        """
        self._must_be_own(by)
        self.is_declined, self.declined_at = True, at
        self.keep("is_declined", "declined_at")

    def accept(self, *, by: Person) -> None:
        """The person may be named after all.

        Raises:
            Refused: Somebody else says so.
        """
        self._must_be_own(by)
        self.is_declined, self.declined_at = False, None
        self.keep("is_declined", "declined_at")

    def _must_be_own(self, person: Person) -> None:
        if self.person_id != person.pk:
            raise Refused(_("Only they themselves say whether they are named."))
