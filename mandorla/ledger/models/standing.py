from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction

from mandorla.base.models import Record
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
        rows = {one.community_id: one for one in standings}
        with transaction.atomic():
            # Locked, so that of two who keep at once the one who worked it out later stays.
            kept = cls.objects.select_for_update().filter(community__in=rows).order_by("pk")
            moments = kept.values_list("pk", "worked_out_at")
            later = {pk for pk, at in moments if at > rows[pk].worked_out_at}
            LedgerStanding.objects.bulk_create(
                [one for pk, one in sorted(rows.items()) if pk not in later],
                update_conflicts=True,
                unique_fields=["community"],
                update_fields=["figures", "worked_out_at"],
            )
