from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import models

from mandorla.base.models import Record
from mandorla.base.models.newest import keep_newest
from mandorla.communities.models import Community

if TYPE_CHECKING:
    from collections.abc import Iterable

KEPT: Final = (
    "findings",
    "people",
    "stage",
    "rhythm_share",
    "warnings",
    "severity",
)


class Standing(Record):
    """What was known of a community when it was last looked at, so that no page looks again.

    It is written by the work that keeps it up to date and by nobody else. Figures that lists sort
    by are columns of their own.
    """

    community = models.OneToOneField(
        Community, on_delete=models.CASCADE, related_name="standing", primary_key=True
    )
    read_at = models.DateTimeField()
    findings = models.JSONField(default=dict)  # by the name of the indicator
    people = models.PositiveIntegerField(default=0)  # with a role now
    stage = models.PositiveSmallIntegerField(null=True)  # the middle of its profile, 1 to 5
    rhythm_share = models.FloatField(null=True)  # gatherings held of those planned
    warnings = models.PositiveSmallIntegerField(default=0)  # that stand now
    severity = models.PositiveSmallIntegerField(default=0)  # of the gravest: 0 none, 3 high

    class Meta:
        indexes = [
            models.Index(fields=["stage"], name="licenses_standing_stage"),
            models.Index(fields=["rhythm_share"], name="licenses_standing_rhythm"),
            models.Index(fields=["severity", "warnings"], name="licenses_standing_warnings"),
            models.Index(fields=["people"], name="licenses_standing_people"),
        ]

    def __str__(self) -> str:
        return f"{self.community}, {self.read_at:%Y-%m-%d}"

    @classmethod
    def keep_all(cls, standings: Iterable[Standing]) -> None:
        """This is how communities stand from now on, but for those that were read later already.

        No event tells it: it follows from what events tell.
        """
        keep_newest(cls.objects.all(), standings, moment="read_at", also=KEPT)
