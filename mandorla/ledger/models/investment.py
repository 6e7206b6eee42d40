from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.core.claims import percentile
from mandorla.ledger.models import investing, planning
from mandorla.ledger.words import HOURS_OF, KINDS, ROLES, SIDES, SOURCES, STATES
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from mandorla.ledger.put_in import PutIn


class InvestmentQuerySet(models.QuerySet["Investment"]):
    """Ways to look for what was put in."""

    def visible_to(self, person: Person) -> Self:
        """What both sides put in is open to everybody: no row is about a person."""
        return self.filter(community__in=Community.objects.visible_to(person))

    def counted(self) -> Self:
        """What is planned or given; not what waits to be confirmed, nor what was taken out."""
        return self.filter(state__in=["planned", "actual"])

    def touching(self, begins_on: date, ends_on: date) -> Self:
        """What has a day in a period."""
        return self.filter(begins_on__lte=ends_on, ends_on__gte=begins_on)


def _above(name: str) -> models.Q:
    return models.Q(**{f"{name}__isnull": False, f"{name}_high__gt": models.F(name)})


class Investment(Record):
    """What a side puts into a community in a period: hours or money, never of one person."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="investments")
    side = models.CharField(max_length=12, choices=list(SIDES.items()))
    kind = models.CharField(max_length=13, choices=list(KINDS.items()))
    state = models.CharField(max_length=8, choices=list(STATES.items()))
    source = models.CharField(max_length=10, choices=list(SOURCES.items()))
    begins_on = models.DateField(gettext_lazy("from"))
    ends_on = models.DateField(gettext_lazy("until"))
    role = models.CharField(max_length=7, choices=list(ROLES.items()), blank=True)  # of hours
    hours = models.DecimalField(max_digits=10, decimal_places=1, null=True)
    hours_high = models.DecimalField(max_digits=10, decimal_places=1, null=True)  # of a range
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    amount_high = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)  # ISO 4217
    note = models.CharField(gettext_lazy("what it was"), max_length=300, blank=True)
    entered_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = InvestmentQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("ledger_investment_side", "side", SIDES),
            choices_constraint("ledger_investment_kind", "kind", KINDS),
            choices_constraint("ledger_investment_state", "state", STATES),
            choices_constraint("ledger_investment_source", "source", SOURCES),
            models.CheckConstraint(
                name="ledger_investment_period",
                condition=models.Q(ends_on__gte=models.F("begins_on")),
            ),
            models.CheckConstraint(
                name="ledger_investment_hours_or_money",
                condition=models.Q(hours__gte=0, amount=None, currency="") & ~models.Q(role="")
                | models.Q(hours=None, amount__gte=0, role="") & ~models.Q(currency=""),
            ),
            models.CheckConstraint(  # an upper end is one of a range
                name="ledger_investment_range",
                condition=(models.Q(hours_high=None) | _above("hours"))
                & (models.Q(amount_high=None) | _above("amount")),
            ),
            models.UniqueConstraint(  # worked out once, whatever became of it
                fields=["community", "role", "begins_on"],
                condition=models.Q(source="gatherings"),
                name="ledger_investment_worked_out_once",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "begins_on"], name="ledger_investment_of")
        ]

    def __str__(self) -> str:
        return self.note or str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("ledger:investment", args=[self.community.slug, self.pk])

    @property
    def hours_of(self) -> str:
        """Whose hours they are, in words; empty of money."""
        return str(HOURS_OF.get(self.role, ""))

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """The fewest hours and the most, or money; twice the same when it is known."""
        if self.hours is not None:
            return self.hours, self.hours if self.hours_high is None else self.hours_high
        low = self.amount or Decimal(0)
        return low, low if self.amount_high is None else self.amount_high

    @property
    def is_range(self) -> bool:
        """Whether it is not known exactly."""
        low, high = self.ends
        return low != high

    @property
    def quantity(self) -> str:
        """How much it is in all, in words: "40 hours", "EUR 1,000.00 to 1,400.00"."""
        is_hours = self.hours is not None
        return investing.hours_words(*self.ends) if is_hours else investing.money_words(self)

    @property
    def middle(self) -> Decimal:
        """The one number that a balance counts: of a range its median."""
        low, high = (float(end) for end in self.ends)
        return self.ends[0] if low == high else Decimal(percentile(low, high, probability=0.5))

    # --- verbs ---

    @classmethod
    def plan(
        cls,
        *,
        community: Community,
        put_in: PutIn,
        source: str = "hand",
        by: Person | None,
        at: datetime,
    ) -> Investment:
        """A side means to put this in.

        Args:
            community: Into which community.
            put_in: What, by whom and when.
            source: Where it is known from, one of `words.SOURCES`.
            by: Who says so.
            at: The moment.

        Raises:
            Refused: It cannot be, or the community has closed.
        """
        return investing.plan(cls, community, put_in, source=source, by=by, at=at)

    @classmethod
    def give(
        cls,
        *,
        community: Community,
        put_in: PutIn,
        source: str = "hand",
        by: Person | None,
        at: datetime,
    ) -> Investment:
        """A side has put this in.

        Args:
            community: Into which community.
            put_in: What, by whom and when; not of a period that begins after today.
            source: Where it is known from, one of `words.SOURCES`.
            by: Who says so.
            at: The moment.

        Raises:
            Refused: It cannot be, or the community has closed.
        """
        return investing.give(cls, community, put_in, source=source, by=by, at=at)

    @classmethod
    def propose(cls, *, community: Community, put_in: PutIn, at: datetime) -> Investment | None:
        """Hours were worked out; they count once somebody who runs the community says so.

        Returns:
            What waits to be confirmed; None when hours of this role were worked out before for a
            period that begins on the same day, whatever became of them.
        """
        return investing.propose(cls, community, put_in, at=at)

    @classmethod
    def confirm_all(cls, *, rows: Iterable[Investment], by: Person, at: datetime) -> None:
        """All of these are right as they were worked out.

        Raises:
            Refused: One of them waits no longer.
            Stale: Somebody else was first; nothing is confirmed then.
        """
        investing.confirm_all(list(rows), by=by, at=at)

    def confirm(self, *, hours: Decimal | None = None, by: Person, at: datetime) -> None:
        """So many hours were given.

        Args:
            hours: How many; as they were worked out when left out.
            by: Who says so.
            at: The moment.

        Raises:
            Refused: It does not wait to be confirmed, or hours cannot be so many.
            Stale: Somebody else was first.
        """
        investing.confirm(self, hours, by=by, at=at)

    def drop(self, *, by: Person, at: datetime) -> None:
        """This is taken out: it was not so. The row stays, and counts no longer.

        Raises:
            Refused: It was taken out before, or the community has closed.
            Stale: Somebody else was first.
        """
        investing.drop(self, by=by, at=at)

    @classmethod
    def bring(
        cls,
        *,
        community: Community,
        rows: Sequence[tuple[str, PutIn]],
        by: Person,
        at: datetime,
    ) -> int:
        """Rows of a file are written down, all of them or none; those that are there stay once.

        Args:
            community: Into which community.
            rows: "planned" or "actual" with what is put in.
            by: Who brought the file.
            at: The moment.

        Returns:
            How many are new.

        Raises:
            Refused: One of them cannot be, or the community has closed.
        """
        return investing.bring(cls, community, rows, by=by, at=at)

    @classmethod
    def hand_down(
        cls,
        *,
        community: Community,
        plans: Sequence[PutIn],
        from_on: date,
        by: Person,
        at: datetime,
    ) -> None:
        """A license permits this from a day on; what an earlier one permitted ends the day before.

        Args:
            community: Whose license it is.
            plans: What it permits, as rows.
            from_on: The first day of the term.
            by: Who decided.
            at: The moment.
        """
        planning.hand_down(cls, community, plans, from_on=from_on, by=by, at=at)

    @classmethod
    def take_over(
        cls,
        *,
        community: Community,
        plans: Sequence[PutIn],
        from_on: date,
        by: Person,
        at: datetime,
    ) -> None:
        """The agreed charter says this from a day on; what an earlier one said ends the day before.

        Args:
            community: Whose charter it is.
            plans: What it says, without what a license plans.
            from_on: The day on which both sides agreed.
            by: Who takes it over.
            at: The moment.

        Raises:
            Refused: It was taken over already, or the community has closed.
        """
        planning.take_over(cls, community, plans, from_on=from_on, by=by, at=at)


__all__ = ["KINDS", "ROLES", "SIDES", "SOURCES", "STATES", "Investment", "InvestmentQuerySet"]
