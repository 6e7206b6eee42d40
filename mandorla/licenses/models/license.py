from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.core.lifecycle import LICENSE
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import date

KINDS = {
    "trial": gettext_lazy("trial license"),
    "full": gettext_lazy("full license"),
}
STATES = {
    "draft": gettext_lazy("draft"),
    "applied": gettext_lazy("applied for"),
    "active": gettext_lazy("active"),
    "conditional": gettext_lazy("active with conditions"),
    "paused": gettext_lazy("paused"),
    "declined": gettext_lazy("declined"),
    "withdrawn": gettext_lazy("withdrawn"),
    "replaced": gettext_lazy("replaced"),
    "retired": gettext_lazy("retired"),
    "transformed": gettext_lazy("transformed"),
}
GRANTED = ("active", "conditional", "paused")  # at most one of a community at a time
ASKED = ("draft", "applied")  # likewise
TEXTS = (
    "scope",
    "decision_rights",
    "access_rights",
    "data_use",
    "obligations",
)


class LicenseQuerySet(models.QuerySet["License"]):
    """Ways to look for licenses."""

    def visible_to(self, person: Person) -> Self:
        """What was granted is for everybody; what is asked for, for those it concerns."""
        if not person.is_active:
            return self.none()
        if person.is_program_manager or person.is_auditor:
            return self
        mine = Community.objects.filter(
            memberships__person=person,
            memberships__role__in=["leader", "core", "sponsor"],
            memberships__former=False,
        )
        return self.filter(~Q(state__in=[*ASKED, "declined", "withdrawn"]) | Q(community__in=mine))

    def granted(self) -> Self:
        """Those that a community operates under, or that are paused."""
        return self.filter(state__in=GRANTED)


class License(Record):
    """The permission to operate that the organization gives a community, for a term."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="licenses")
    number = models.PositiveSmallIntegerField()  # of this community, from 1
    kind = models.CharField(max_length=5, choices=list(KINDS.items()))
    state = models.CharField(max_length=11, choices=list(STATES.items()), default="draft")
    grantor = models.CharField(gettext_lazy("granted by, as a role"), max_length=120, blank=True)
    scope = models.TextField(gettext_lazy("scope"), blank=True)
    member_hours = models.DecimalField(  # of each member, a month
        gettext_lazy("hours a month for each member"), max_digits=5, decimal_places=1, null=True
    )
    leader_hours = models.DecimalField(  # of those who lead, together, a month
        gettext_lazy("hours a month for those who lead"), max_digits=5, decimal_places=1, null=True
    )
    budget = models.DecimalField(
        gettext_lazy("budget for the term"), max_digits=12, decimal_places=2, null=True
    )
    currency = models.CharField(max_length=3, blank=True)  # ISO 4217
    decision_rights = models.TextField(gettext_lazy("what it may decide"), blank=True)
    access_rights = models.TextField(gettext_lazy("what it has access to"), blank=True)
    data_use = models.TextField(gettext_lazy("what may be kept of people"), blank=True)
    obligations = models.TextField(gettext_lazy("what it owes"), blank=True)
    applied_at = models.DateTimeField(null=True)
    granted_at = models.DateTimeField(null=True)
    granted_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    starts_on = models.DateField(null=True)  # the first day of the term that runs now
    until_on = models.DateField(null=True)  # its last day; empty when it was granted without one
    next_review_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.TextField(blank=True)
    found = models.JSONField(default=dict, blank=True)  # what an imported register said of it

    objects = LicenseQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("licenses_license_kind", "kind", KINDS),
            choices_constraint("licenses_license_state", "state", LICENSE.states),
            models.UniqueConstraint(fields=["community", "number"], name="licenses_license_number"),
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(state__in=GRANTED),
                name="licenses_license_one_granted",
            ),
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(state__in=ASKED),
                name="licenses_license_one_asked",
            ),
            models.CheckConstraint(
                name="licenses_license_money_has_a_currency",
                condition=Q(budget=None) | ~Q(currency=""),
            ),
            models.CheckConstraint(
                name="licenses_license_granted_from_a_day",
                condition=~Q(state__in=GRANTED) | ~Q(starts_on=None),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_review_on"], name="licenses_license_due"),
            models.Index(fields=["state", "until_on"], name="licenses_license_until"),
        ]

    def __str__(self) -> str:
        return _("license {number} of {community}").format(
            number=self.number, community=self.community
        )

    def get_absolute_url(self) -> str:
        return reverse("licenses:license", args=[self.community.slug])

    @property
    def due_on(self) -> date | None:
        """The day by which somebody has to decide: of its review, or the end of its term."""
        days = [day for day in (self.next_review_on, self.until_on) if day is not None]
        return min(days, default=None)


SPONSOR_KINDS = {
    "line": gettext_lazy("business line"),
    "champion": gettext_lazy("top champion"),
    "payer": gettext_lazy("payer"),
}


class LicenseSponsor(Record):
    """Who sponsors what a license permits, and in which of the three ways."""

    license = models.ForeignKey(License, on_delete=models.CASCADE, related_name="sponsors")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=list(SPONSOR_KINDS.items()))

    class Meta:
        constraints = [
            choices_constraint("licenses_licensesponsor_kind", "kind", SPONSOR_KINDS),
            models.UniqueConstraint(
                fields=["license", "kind", "person"], name="licenses_licensesponsor_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {SPONSOR_KINDS[self.kind]}"
