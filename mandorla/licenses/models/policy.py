from __future__ import annotations

from django.db import models

from mandorla.base.models import Record
from mandorla.people.models import Person


class Policy(Record):
    """What the organization set otherwise than our defaults; for one archetype, or for all."""

    archetype = models.CharField(max_length=40, blank=True, unique=True)  # empty: for all
    values = models.JSONField(default=dict)  # only what differs, by the names of `policy.toml`
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return self.archetype or "policy"
