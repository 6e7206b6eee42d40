from __future__ import annotations

from django.db import models

from mandorla.base.models import Record
from mandorla.communities.models import Community


class LedgerStanding(Record):
    """What the ledger of a community came to when it was last worked out: pages only read."""

    community = models.OneToOneField(
        Community, on_delete=models.CASCADE, related_name="ledger_standing"
    )
    figures = models.JSONField(default=dict)
    worked_out_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.community)
