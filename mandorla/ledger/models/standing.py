from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from mandorla.base.models import Record
from mandorla.base.models.newest import keep_newest
from mandorla.communities.models import Community

if TYPE_CHECKING:
    from collections.abc import Iterable


class LedgerStanding(Record):
    """What the ledger of a community came to when it was last worked out: pages only read."""

    community = models.OneToOneField(
        Community, on_delete=models.CASCADE, related_name="ledger_standing", primary_key=True
    )
    figures = models.JSONField(default=dict)
    worked_out_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.community}, {self.worked_out_at:%Y-%m-%d}"

    @classmethod
    def keep_all(cls, standings: Iterable[LedgerStanding]) -> None:
        """This is what ledgers come to from now on, but for those that were worked out later.

        No event tells it: it follows from what events tell.
        """
        keep_newest(cls.objects.all(), standings, moment="worked_out_at", also=["figures"])
