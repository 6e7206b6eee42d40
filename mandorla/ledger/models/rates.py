from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.people.models import Person

ROLES = {
    "member": gettext_lazy("a member"),
    "leader": gettext_lazy("somebody who leads"),
    "sponsor": gettext_lazy("a sponsor"),
}


class HourRate(Record):
    """What an hour of somebody in a role costs the organization, from a day on.

    A policy of the installation, never a person's pay: the same for everybody in the role.
    """

    role = models.CharField(max_length=7, choices=list(ROLES.items()))
    amount = models.DecimalField(gettext_lazy("an hour costs"), max_digits=10, decimal_places=2)
    currency = models.CharField(max_length=3)  # ISO 4217
    from_on = models.DateField(gettext_lazy("from"))
    set_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            choices_constraint("ledger_rate_role", "role", ROLES),
            models.CheckConstraint(
                name="ledger_rate_not_below_zero", condition=models.Q(amount__gte=0)
            ),
            models.UniqueConstraint(fields=["role", "from_on"], name="ledger_rate_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.amount} {self.currency}"


class Currency(Record):
    """What one unit of a currency was worth in the base currency, from a day on.

    The base currency has a row of its own with the worth 1; it is the one that sums are said in.
    """

    code = models.CharField(max_length=3)  # ISO 4217
    worth = models.DecimalField(gettext_lazy("one is worth"), max_digits=18, decimal_places=8)
    from_on = models.DateField(gettext_lazy("from"))
    is_base = models.BooleanField(default=False)
    set_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="ledger_currency_above_zero", condition=models.Q(worth__gt=0)
            ),
            models.UniqueConstraint(fields=["code", "from_on"], name="ledger_currency_once_a_day"),
            models.UniqueConstraint(
                fields=["is_base"],
                condition=models.Q(is_base=True),
                name="ledger_currency_one_base",
            ),
        ]

    def __str__(self) -> str:
        return self.code
