from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.communities.models import Community


class Series(Record):
    """A recurring rhythm of a community, as a rule when it was understood and always as written."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="series")
    name = models.CharField(gettext_lazy("name"), max_length=150)
    rule = models.CharField(max_length=200, blank=True)  # RFC 5545; empty when not understood
    timezone = models.CharField(max_length=60, blank=True)  # IANA name
    starts_on = models.DateField(null=True, blank=True)
    starts_time = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    links = models.JSONField(default=list, blank=True)  # [{"label": …, "address": …}]
    found_text = models.TextField(blank=True)  # the cadence as it was written

    class Meta:
        verbose_name_plural = "series"
        ordering = ["community", "id"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def begin(cls, *, community: Community, name: str, **facts: Any) -> Self:
        """The community meets in this rhythm from now on."""
        return cls.objects.create(community=community, name=name, **facts)

    @property
    def is_understood(self) -> bool:
        """Whether the rhythm is known as a rule, so that dates can be computed from it."""
        return bool(self.rule)
