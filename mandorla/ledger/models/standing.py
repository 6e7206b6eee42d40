from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import models
from django.db.models import F, Q

from mandorla.base.models import Record
from mandorla.base.models.newest import keep_newest
from mandorla.communities.models import Community

if TYPE_CHECKING:
    from collections.abc import Iterable


# What lists are told of a community, and are sorted and narrowed by; all else is in the figures.
COLUMNS: Final = (
    "currency",
    "low",
    "middle",
    "high",
    "stories",
    "outcomes",
    "foreseen",
    "odds_low",
    "odds_high",
)
# The same from the stories that everybody reads; what is not here is the same for everybody.
OPEN: Final = {
    "low": "open_low",
    "middle": "open_middle",
    "high": "open_high",
    "stories": "open_stories",
}


class LedgerStanding(Record):
    """What the ledger of a community came to when it was last worked out: pages only read.

    It is kept twice: for people in the community, its sponsors and program managers, and from the
    stories that everybody reads. What was told to sponsors alone is in neither.
    """

    community = models.OneToOneField(
        Community, on_delete=models.CASCADE, related_name="ledger_standing", primary_key=True
    )
    currency = models.CharField(max_length=3, blank=True)  # of every sum; empty without a base
    # P10, P50 and P90 of what is confirmed; None when nothing of it is money.
    low = models.FloatField(null=True)
    middle = models.FloatField(null=True)
    high = models.FloatField(null=True)
    stories = models.PositiveIntegerField(default=0)  # whose gain is confirmed
    open_low = models.FloatField(null=True)
    open_middle = models.FloatField(null=True)
    open_high = models.FloatField(null=True)
    open_stories = models.PositiveIntegerField(default=0)
    outcomes = models.PositiveIntegerField(default=0)  # measures of the value itself
    foreseen = models.PositiveIntegerField(default=0)  # those of them that have odds
    # The least and the most likely of these to be at its target on its day.
    odds_low = models.FloatField(null=True)
    odds_high = models.FloatField(null=True)
    worked_out_at = models.DateTimeField()
    figures = models.JSONField(default=dict)  # last, so that lists read past nothing large
    open_figures = models.JSONField(default=dict)

    class Meta:
        constraints = [  # what is missing is asked for: a comparison with nothing is no refusal
            models.CheckConstraint(
                name="ledger_standing_range",
                condition=Q(low=None, middle=None, high=None)
                | Q(low__isnull=False, middle__gte=F("low"), high__gte=F("middle"))
                & Q(middle__isnull=False, high__isnull=False),
            ),
            models.CheckConstraint(
                name="ledger_standing_open_range",
                condition=Q(open_low=None, open_middle=None, open_high=None)
                | Q(
                    open_low__isnull=False,
                    open_middle__gte=F("open_low"),
                    open_high__gte=F("open_middle"),
                )
                & Q(open_middle__isnull=False, open_high__isnull=False),
            ),
            models.CheckConstraint(
                name="ledger_standing_odds",
                condition=Q(foreseen=0, odds_low=None, odds_high=None)
                | Q(foreseen__gt=0, odds_low__isnull=False, odds_high__isnull=False)
                & Q(odds_low__gte=0, odds_high__gte=F("odds_low"), odds_high__lte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community}, {self.worked_out_at:%Y-%m-%d}"

    @classmethod
    def keep_all(cls, standings: Iterable[LedgerStanding]) -> None:
        """This is what ledgers come to from now on, but for those that were worked out later.

        No event tells it: it follows from what events tell.
        """
        also = ["figures", "open_figures", *COLUMNS, *OPEN.values()]
        keep_newest(cls.objects.all(), standings, moment="worked_out_at", also=also)
