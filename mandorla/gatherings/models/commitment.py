from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community, Membership
from mandorla.core.lifecycle import COMMITMENT
from mandorla.gatherings.models.gathering import Gathering
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import date


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Ways to look for what people took on."""

    def visible_to(self, person: Person) -> Self:
        """What is taken on in a community is for those in it, program managers, and the owner."""
        if not person.is_active:
            return self.none()
        if person.is_program_manager:
            return self
        here = Membership.objects.current().filter(person=person).values("community")
        return self.filter(Q(owner=person) | Q(community__in=here))

    def open(self) -> Self:
        """Neither done nor dropped."""
        return self.filter(state="open")

    def overdue(self, *, on: date) -> Self:
        """Open, and its day has passed."""
        return self.open().filter(due_on__lt=on)


class Commitment(Record):
    """Something somebody does by a day; it carries over until it is done or dropped."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="commitments")
    text = models.CharField(gettext_lazy("what"), max_length=200)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="commitments")
    due_on = models.DateField(gettext_lazy("by"))
    gathering = models.ForeignKey(  # where it was made
        Gathering, null=True, on_delete=models.SET_NULL, related_name="commitments"
    )
    state = models.CharField(max_length=8, default="open")
    came_of_it = models.CharField(max_length=300, blank=True)  # what was done, or why not
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("gatherings_commitment_state", "state", COMMITMENT.states),
        ]
        indexes = [
            models.Index(fields=["owner", "state", "due_on"], name="gatherings_commitment_mine"),
            models.Index(fields=["community", "state", "due_on"], name="gatherings_commitment_of"),
        ]

    def __str__(self) -> str:
        return self.text
