from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.ledger.models import measuring
from mandorla.people.models import Person
from mandorla.value.models import Expectation

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.ledger.aims import Aim

ROLES = {
    "leading": gettext_lazy("leading: moves before the value is there"),
    "outcome": gettext_lazy("outcome: the value itself"),
}
SHAPES = {
    "level": gettext_lazy("a figure of any size"),
    "share": gettext_lazy("a share from 0% to 100%"),
    "count": gettext_lazy("a number of things"),
}
DIRECTIONS = {
    "up": gettext_lazy("more is better"),
    "down": gettext_lazy("less is better"),
}


class MeasureQuerySet(models.QuerySet["Measure"]):
    """Ways to look for measures."""

    def visible_to(self, person: Person) -> Self:
        """What a community wants to reach is open to everybody who sees it."""
        return self.filter(community__in=Community.objects.visible_to(person))

    def current(self) -> Self:
        """Those that are followed."""
        return self.filter(retired_at=None)


class Measure(Record):
    """A measure of success that looks forward: from where, to where, by when."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="measures")
    number = models.PositiveIntegerField()  # of this community, from 1
    expectation = models.ForeignKey(
        Expectation, null=True, on_delete=models.SET_NULL, related_name="measures"
    )
    name = models.CharField(gettext_lazy("what is measured"), max_length=120)
    role = models.CharField(max_length=7, choices=list(ROLES.items()))
    shape = models.CharField(max_length=5, choices=list(SHAPES.items()), default="level")
    direction = models.CharField(max_length=4, choices=list(DIRECTIONS.items()), default="up")
    unit = models.CharField(gettext_lazy("in"), max_length=40, blank=True)
    baseline = models.FloatField(gettext_lazy("from"), null=True)
    target = models.FloatField(gettext_lazy("to"))
    due_on = models.DateField(gettext_lazy("by"))
    owner = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    source = models.CharField(gettext_lazy("where it is read"), max_length=300, blank=True)
    indicator = models.CharField(max_length=60, blank=True)  # counted by Mandorla itself, if it is
    begun_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    retired_because = models.CharField(max_length=300, blank=True)
    edits = models.PositiveIntegerField(default=0)  # so that two at once notice each other
    outlook = models.JSONField(default=dict)  # what its readings foretell, as `ledger.outlook`

    objects = MeasureQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("ledger_measure_role", "role", ROLES),
            choices_constraint("ledger_measure_shape", "shape", SHAPES),
            choices_constraint("ledger_measure_direction", "direction", DIRECTIONS),
            models.UniqueConstraint(fields=["community", "number"], name="ledger_measure_numbered"),
            models.CheckConstraint(
                name="ledger_measure_share_within",
                condition=~Q(shape="share") | Q(target__gte=0, target__lte=1),
            ),
        ]
        indexes = [models.Index(fields=["community", "retired_at"], name="ledger_measure_of")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("ledger:measure", args=[self.community.slug, self.number])

    # --- verbs ---

    @classmethod
    def begin(
        cls,
        *,
        community: Community,
        aim: Aim,
        expectation: Expectation | None = None,
        owner: Person | None = None,
        by: Person | None,
        at: datetime,
    ) -> Measure:
        """From now on the community follows this measure.

        Args:
            community: Whose measure it is.
            aim: What is measured: from where, to where, by when.
            expectation: What would be there when it is reached.
            owner: Who sees to it that it is read.
            by: Who began it.
            at: The moment.

        Raises:
            Refused: The community has closed, the aim is none, or another one is called so.
        """
        return measuring.begin(
            cls, community, aim, expectation=expectation, owner=owner, by=by, at=at
        )

    def change(
        self,
        *,
        aim: Aim,
        expectation: Expectation | None,
        owner: Person | None,
        edits: int,
        by: Person | None,
        at: datetime,
    ) -> None:
        """It is to come to something else, or by another day, or somebody else reads it.

        Raises:
            Refused: The aim is none, or its readings are of another kind.
            Stale: Somebody changed it after what was seen.
        """
        measuring.change(self, aim, expectation, owner=owner, edits=edits, by=by, at=at)

    def retire(self, *, because: str, by: Person | None, at: datetime) -> None:
        """It is followed no more; what was read stays.

        Raises:
            Refused: No reason is given, or it is retired already.
        """
        measuring.retire(self, because, by=by, at=at)
