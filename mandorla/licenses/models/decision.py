from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.models.append_only import AppendOnlyQuerySet
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.communities.models.inside import inside
from mandorla.licenses.models.decision_kinds import KINDS
from mandorla.licenses.models.license import License
from mandorla.licenses.models.review import Review
from mandorla.people.models import Person


class DecisionQuerySet(AppendOnlyQuerySet["Decision"]):
    """Decisions are made once, and kept as they were made."""

    def visible_to(self, person: Person) -> Self:
        """For those in the community, whoever decided, program managers and auditors."""
        if person.is_active and person.is_auditor:
            return self
        return inside(self, person, own="by")


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
    by = models.ForeignKey(Person, null=True, on_delete=models.DO_NOTHING, related_name="+")
    as_role = models.CharField(max_length=120, blank=True)  # in which role
    at = models.DateTimeField()
    edits = models.PositiveIntegerField(default=0)  # of the license, with this one
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

    def get_absolute_url(self) -> str:
        return reverse("licenses:decision", args=[self.community.slug, self.pk])

    @property
    def words(self) -> str:
        """What was decided: "renewed with conditions"."""
        return str(KINDS[self.kind])

    def first_sentence(self) -> str:
        """What to tell somebody who wanted to decide, too: who was first, when and what."""
        return _("{name} was first, on {when}: {what}. Look at it before you go on.").format(
            name=self.by.name if self.by else _("Somebody"),
            when=date_format(localtime(self.at), "j F Y, H:i"),
            what=self.words,
        )
