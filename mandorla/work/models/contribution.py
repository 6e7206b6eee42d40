from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.models import Record
from mandorla.communities.models.closed import refuse_closed
from mandorla.people.models import Person, Placement, Unit
from mandorla.work.models.solution import Solution

if TYPE_CHECKING:
    from datetime import datetime


class Contribution(Record):
    """Somebody helped to find a solution. Who did is shown to that person only; units count."""

    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="contributions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contributions")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["solution", "person"], name="work_contribution_once"),
        ]

    def __str__(self) -> str:
        return str(self.solution)

    @classmethod
    def help(cls, *, solution: Solution, person: Person, at: datetime) -> Contribution:
        """The person says that they helped to find it; said twice, it counts once.

        The unit they belong to now is kept with it, wherever they go later.

        Raises:
            Refused: They say so for a solution that was rejected.
        """
        refuse_closed(solution.community)
        if solution.state == "rejected":
            raise Refused(_("This was rejected, so there is nothing to have helped with."))
        placed = Placement.objects.current().filter(person=person)
        with transaction.atomic():
            found, is_new = cls.objects.get_or_create(
                solution=solution,
                person=person,
                defaults={"unit_id": placed.values_list("unit", flat=True).first()},
            )
            if is_new:
                solution.tell("helped", by=person, at=at)
        return found

    @classmethod
    def withdraw(cls, *, solution: Solution, person: Person, at: datetime) -> None:
        """The person no longer says that they helped. Always possible."""
        with transaction.atomic():
            gone, _each = cls.objects.filter(solution=solution, person=person).delete()
            if gone:
                solution.tell("help_withdrawn", by=person, at=at)
