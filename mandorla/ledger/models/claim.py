from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.ledger.models.investment import SIDES
from mandorla.ledger.models.story import Story
from mandorla.people.models import Person, Unit

KINDS = {
    "cashable": gettext_lazy("money saved or earned"),
    "capacity": gettext_lazy("time or capacity that is free for something else"),
    "risk": gettext_lazy("a risk avoided"),
    "other": gettext_lazy("something that is not money"),
}
STATES = {
    "claimed": gettext_lazy("claimed, not confirmed yet"),
    "confirmed": gettext_lazy("confirmed"),
    "refused": gettext_lazy("not confirmed"),
    "withdrawn": gettext_lazy("taken back"),
}


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Ways to look for claims."""

    def visible_to(self, person: Person) -> Self:
        """Whoever reads the story reads what it claims."""
        return self.filter(story__in=Story.objects.visible_to(person))

    def standing(self) -> Self:
        """Those that count: of stories that stand, neither refused nor taken back."""
        return self.filter(state__in=["claimed", "confirmed"], story__state="told")


class Claim(Record):
    """A gain that a story claims, as a range that holds the true value nine times in ten.

    A story is claimed once. Somebody who benefited confirms or corrects it, never who leads the
    community.
    """

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="claim")
    kind = models.CharField(max_length=8, choices=list(KINDS.items()))
    side = models.CharField(max_length=12, choices=list(SIDES.items()), default="organization")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL, related_name="+")  # where
    what = models.CharField(gettext_lazy("counted in"), max_length=60, blank=True)  # of "other"
    hours = models.BooleanField(default=False)  # low and high are hours, else money
    low = models.DecimalField(max_digits=16, decimal_places=2)
    high = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3, blank=True)  # ISO 4217
    share = models.DecimalField(max_digits=4, decimal_places=3)  # due to the community, 0..1
    confidence = models.DecimalField(max_digits=4, decimal_places=3)  # in the estimate, 0..1
    begins_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=9, choices=list(STATES.items()), default="claimed")
    first = models.JSONField(default=dict)  # as it was claimed, when it was corrected
    apart = models.CharField(max_length=300, blank=True)  # why it is not the gain of another story
    claimed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    claimed_at = models.DateTimeField()
    asked = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=300, blank=True)  # why it was corrected or refused

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("ledger_claim_kind", "kind", KINDS),
            choices_constraint("ledger_claim_side", "side", SIDES),
            choices_constraint("ledger_claim_state", "state", STATES),
            models.CheckConstraint(name="ledger_claim_range", condition=Q(high__gte=F("low"))),
            models.CheckConstraint(
                name="ledger_claim_shares",
                condition=Q(share__gte=0, share__lte=1, confidence__gte=0, confidence__lte=1),
            ),
            models.CheckConstraint(
                name="ledger_claim_period", condition=Q(ends_on__gte=F("begins_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.low} to {self.high}"
