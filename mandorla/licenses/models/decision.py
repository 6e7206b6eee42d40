from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from mandorla.base.models.append_only import AppendOnlyQuerySet
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.licenses.models.license import License
from mandorla.licenses.models.review import Review
from mandorla.people.models import Person

KINDS = {
    "grant": gettext_lazy("granted"),
    "grant_with_conditions": gettext_lazy("granted with conditions"),
    "decline": gettext_lazy("declined"),
    "send_back": gettext_lazy("sent back"),
    "renew": gettext_lazy("renewed"),
    "renew_with_conditions": gettext_lazy("renewed with conditions"),
    "rescope": gettext_lazy("renewed with another scope"),
    "merge": gettext_lazy("to be merged"),
    "split": gettext_lazy("to be split"),
    "institutionalize": gettext_lazy("to be made a part of the organization"),
    "pause": gettext_lazy("paused"),
    "resume": gettext_lazy("resumed"),
    "retire": gettext_lazy("to be retired"),
    "transform": gettext_lazy("transformed"),
}


class DecisionQuerySet(AppendOnlyQuerySet["Decision"]):
    """Decisions are made once, and kept as they were made."""


class Decision(models.Model):
    """What somebody decided on a license, on what evidence, and on which terms. Never changed."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="decisions")
    license = models.ForeignKey(License, on_delete=models.CASCADE, related_name="decisions")
    review = models.OneToOneField(  # the decision that a review was put to; only one is possible
        Review, null=True, on_delete=models.PROTECT, related_name="decision"
    )
    kind = models.CharField(max_length=21, choices=list(KINDS.items()))
    reason = models.TextField(gettext_lazy("reason"), blank=True)
    terms = models.JSONField(default=dict)  # as they were from then on
    evidence = models.JSONField(default=dict)  # what was known, as it was seen
    recommended = models.JSONField(default=list)  # what was recommended, with reasons
    overrides = models.JSONField(default=list)  # gates that were not met, and why all the same
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    as_role = models.CharField(max_length=120, blank=True)  # in which role
    at = models.DateTimeField()
    found = models.JSONField(default=dict, blank=True)  # where an imported decision was written

    objects = DecisionQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            choices_constraint("licenses_decision_kind", "kind", KINDS),
            models.CheckConstraint(
                name="licenses_decision_ending_has_a_reason",
                condition=~Q(kind__in=["decline", "retire", "pause"]) | ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "-at"], name="licenses_decision_of"),
            models.Index(fields=["license", "-at"], name="licenses_decision_license"),
        ]

    def __str__(self) -> str:
        return f"{KINDS[self.kind]}, {self.at:%Y-%m-%d}"
