from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.core.lifecycle import LICENSE
from mandorla.licenses.models import asking, deciding
from mandorla.licenses.models.asked import Asked
from mandorla.licenses.terms import TEXTS
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from mandorla.licenses.models.decision import Decision
    from mandorla.licenses.models.review import Review
    from mandorla.licenses.terms import Terms

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
    # Communities like it when it was applied for, and what this one does that they do not.
    similar = models.JSONField(default=list)
    differs_because = models.TextField(gettext_lazy("ours differs because"), blank=True)
    edits = models.PositiveIntegerField(default=0)  # so that two at once notice each other
    drafted_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    drafted_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
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
                condition=Q(granted_at=None) | ~Q(starts_on=None),  # a register may not tell it
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

    @property
    def kind_words(self) -> str:
        """What it is: "trial license"."""
        return str(KINDS[self.kind])

    @property
    def state_words(self) -> str:
        """How it stands: "active with conditions"."""
        return str(STATES[self.state])

    # --- verbs ---

    @classmethod
    def draft(cls, *, community: Community, kind: str, by: Person, at: datetime) -> License:
        """An application of this kind is begun, with what the policy and the charter give.

        Raises:
            Refused: The community ends or has ended, has one already, or a full license runs
                and a trial is asked for.
            Stale: Somebody else began one at the same moment.
        """
        return asking.draft(cls, community=community, kind=kind, by=by, at=at)

    def write(
        self,
        *,
        terms: Terms,
        sponsors: Mapping[str, Sequence[Person]],
        edits: int,
        by: Person,
        at: datetime,
    ) -> None:
        """The application asks for this from now on.

        Args:
            terms: What is asked for; all of it.
            sponsors: Who sponsors it, by kind: "line", "champion" and "payer".
            edits: The `edits` that the writer saw.
            by: Who writes.
            at: The moment.

        Raises:
            Refused: It is no draft any more, a term cannot be, or somebody is to sponsor it who
                is no sponsor here and whom the writer cannot make one.
            Stale: Somebody else wrote in the meantime.
        """
        asking.write(self, terms=terms, sponsors=sponsors, edits=edits, by=by, at=at)

    def apply(
        self,
        *,
        similar: Sequence[Mapping[str, str]] = (),
        differs_because: str = "",
        edits: int,
        by: Person,
        at: datetime,
    ) -> None:
        """The application lies before those who decide.

        Args:
            similar: Communities like it, each with `slug` and `name`.
            differs_because: What this one does that they do not.
            edits: The `edits` that the person saw.
            by: Who applies.
            at: The moment.

        Raises:
            Refused: It is no draft, does not say what for, or there are similar communities and
                nothing is said to them.
            Stale: Somebody else wrote in the meantime.
        """
        asking.apply(self, list(similar), differs_because, edits=edits, by=by, at=at)

    def withdraw(self, *, by: Person, at: datetime) -> None:
        """The application is no longer asked for.

        Raises:
            Refused: It is none any more.
            Stale: Somebody decided on it in the meantime.
        """
        asking.withdraw(self, by=by, at=at)

    def end(self, *, reason: str, on: date, by: Person | None, at: datetime) -> None:
        """Its community has closed: what ran is retired, what was asked for is withdrawn.

        Raises:
            Stale: Somebody decided on it in the meantime.
        """
        asking.end(self, reason=reason, on=on, by=by, at=at)

    def decide(
        self,
        kind: str,
        *,
        reason: str = "",
        terms: Terms | None = None,
        conditions: Sequence[tuple[str, date]] = (),
        overrides: Mapping[str, str] | None = None,
        evidence: Mapping[str, Mapping[str, Any]],
        recommended: Sequence[Mapping[str, Any]] = (),
        review: Review | None = None,
        seen: int | None = None,
        by: Person,
        at: datetime,
        on: date,
    ) -> Decision:
        """Somebody decided on it; what was decided is kept as it was seen, and told to the members.

        Args:
            kind: One of `models.decision.KINDS`.
            reason: Why; some kinds cannot do without.
            terms: What is permitted from now on; as it was when left out, for a term by policy.
            conditions: What has to be done, each with the day by which.
            overrides: By the name of a gate that is not met, why it is granted all the same.
            evidence: What was known, as `base.indicators.plain` gives it.
            recommended: What was recommended, with its reasons.
            review: The review that was put to this decision.
            seen: The `edits` of the license that the person saw; as loaded when left out.
            by: Who decides.
            at: The moment.
            on: The day, in the time zone of the organization.

        Raises:
            NotAllowed: They do not decide on it, or applied for it themselves.
            Refused: It is not possible now, something it needs is missing, or a gate is not met.
            Stale: Somebody else decided first; the sentence says who, when and what.
        """
        asked = Asked(
            kind=kind,
            reason=reason.strip(),
            terms=terms,
            conditions=tuple(conditions),
            overrides=dict(overrides or {}),
            evidence=dict(evidence),
            recommended=list(recommended),
            review=review,
            seen=self.edits if seen is None else seen,
            by=by,
            at=at,
            on=on,
        )
        return deciding.decide(self, asked)


__all__ = ["ASKED", "GRANTED", "KINDS", "STATES", "TEXTS", "License", "LicenseQuerySet"]
