from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.licenses.models.license import License
from mandorla.people.models import Person

LONGEST = 300
STATES = {
    "open": gettext_lazy("open"),
    "met": gettext_lazy("met"),
    "waived": gettext_lazy("waived"),
}


class Condition(Record):
    """What a community has to do by a day so that its license goes on."""

    license = models.ForeignKey(License, on_delete=models.CASCADE, related_name="conditions")
    text = models.CharField(gettext_lazy("condition"), max_length=LONGEST)
    due_on = models.DateField(gettext_lazy("by"))
    state = models.CharField(max_length=6, choices=list(STATES.items()), default="open")
    said = models.TextField(blank=True)  # how it was met, or why it was waived
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            choices_constraint("licenses_condition_state", "state", STATES),
            models.CheckConstraint(
                name="licenses_condition_closed_says_how",
                condition=Q(state="open") | ~Q(said=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["license", "due_on"],
                condition=Q(state="open"),
                name="licenses_condition_open",
            ),
        ]

    def __str__(self) -> str:
        return self.text
