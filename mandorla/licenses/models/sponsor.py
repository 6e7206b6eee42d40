from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.licenses.models.license import License
from mandorla.people.models import Person

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
