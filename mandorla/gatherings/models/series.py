from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.communities.models import Community

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


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
    ends_on = models.DateField(null=True, blank=True)  # the last day it may take place
    template = models.JSONField(default=list, blank=True)  # [{"title": …, "minutes": …}]
    uid = models.CharField(max_length=200, blank=True)  # in the calendar it was read from
    sequence = models.PositiveIntegerField(default=0)  # RFC 5545: counts changes of the whole
    changed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "series"
        ordering = ["community", "id"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def begin(cls, *, community: Community, name: str, **facts: Any) -> Self:
        """The community meets in this rhythm from now on."""
        return cls.objects.create(community=community, name=name, **facts)

    @classmethod
    def reenter(cls, *, community: Community, series: Sequence[Mapping[str, Any]]) -> None:
        """The community meets in these rhythms and no others, as a register says.

        A rhythm that keeps its name stays the same one, so that what hangs on it stays too.
        """
        known: dict[str, list[Self]] = {}
        for one in cls.objects.filter(community=community):
            known.setdefault(one.name, []).append(one)
        with transaction.atomic():
            for facts in series:
                same = known.get(facts["name"])
                if same:
                    one = same.pop(0)
                    for field, value in facts.items():
                        setattr(one, field, value)
                    one.keep(*facts)
                else:
                    cls.begin(community=community, **facts)
            gone = [one.pk for same in known.values() for one in same]
            cls.objects.filter(pk__in=gone).delete()

    @property
    def is_understood(self) -> bool:
        """Whether the rhythm is known as a rule, so that dates can be computed from it."""
        return bool(self.rule)
