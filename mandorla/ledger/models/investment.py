from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.ledger.models.rates import ROLES
from mandorla.people.models import Person

SIDES = {
    "organization": gettext_lazy("the organization"),
    "members": gettext_lazy("the members"),
}
KINDS = {
    "funding": gettext_lazy("funding"),
    "resources": gettext_lazy("resources"),
    "people": gettext_lazy("people"),
    "participation": gettext_lazy("participation"),
    "time": gettext_lazy("time"),
}
STATES = {
    "planned": gettext_lazy("planned"),
    "proposed": gettext_lazy("worked out, to be confirmed"),
    "actual": gettext_lazy("given"),
}
SOURCES = {
    "license": gettext_lazy("the license"),
    "charter": gettext_lazy("the charter"),
    "gatherings": gettext_lazy("gatherings held and roles"),
    "hand": gettext_lazy("written down"),
    "file": gettext_lazy("a file"),
}


class InvestmentQuerySet(models.QuerySet["Investment"]):
    """Ways to look for what was put in."""

    def visible_to(self, person: Person) -> Self:
        """What both sides put in is open to everybody: no row is about a person."""
        return self.filter(community__in=Community.objects.visible_to(person))


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
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
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
        ]
        indexes = [
            models.Index(fields=["community", "state", "begins_on"], name="ledger_investment_of")
        ]

    def __str__(self) -> str:
        return self.note or str(self.get_kind_display())
