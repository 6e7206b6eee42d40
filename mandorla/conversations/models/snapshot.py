from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction

from mandorla.base.models import Record
from mandorla.communities.models import Community

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from mandorla.people.models import Person

WORKED_OUT = ["measured_at", "made_of", "people", "figures", "units"]


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    """Ways to look for snapshots."""

    def visible_to(self, person: Person) -> Self:
        """Those of communities that somebody may see."""
        return self.filter(community__in=Community.objects.visible_to(person))

    def of(self, communities: Collection[int]) -> Self:
        """Those of some communities, month by month."""
        return self.filter(community__in=communities).order_by("community", "month_on")

    def since(self, month: date) -> Self:
        """Those of a month and later ones."""
        return self.filter(month_on__gte=month)


class Snapshot(Record):
    """What conversations said of a community in one month: figures of five people or more.

    It is worked out from posts and stays when they go. Of a month in which one to four people
    wrote, there are no figures.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="snapshots")
    month_on = models.DateField()  # its first day
    measured_at = models.DateTimeField()
    made_of = models.PositiveIntegerField()  # posts; never shown of few people
    people = models.PositiveIntegerField(null=True)  # who wrote; null of one to four
    figures = models.JSONField(default=dict)  # by name
    units = models.JSONField(default=dict)  # how units talked in three months, folded

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "month_on"], name="conversations_snapshot_month"
            ),
            models.CheckConstraint(
                name="conversations_snapshot_few",
                condition=models.Q(people=None) | models.Q(people=0) | models.Q(people__gte=5),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community}, {self.month_on:%Y-%m}"

    @property
    def month(self) -> dict[str, Any]:
        """The figures as `mandorla.core.health` judges them; nothing of few people."""
        if self.people is None:
            return {"people": 1.0}  # too few, whatever the number
        return {**self.figures, "people": float(self.people)}

    @classmethod
    def keep_all(cls, snapshots: Iterable[Snapshot], *, at: datetime, is_cut: bool = False) -> int:
        """These are the figures of their months, but where earlier ones were made of more.

        When posts are deleted, the figures that were made of them stay. No event tells it: it
        follows from imports, which events tell.

        Args:
            snapshots: One for each community and month, all of one community or of several.
            at: The moment they were worked out.
            is_cut: The earliest posts are gone, so that a month is only worked out anew when
                posts came to it.

        Returns:
            How many are kept.
        """
        rows = {(one.community_id, one.month_on): one for one in snapshots}
        with transaction.atomic():
            # Locked, so that of two who work out at once the later look has the last word.
            there = cls.objects.select_for_update().of({pk for pk, _month in rows})
            for pk, month, made_of, measured_at in there.values_list(
                "community_id", "month_on", "made_of", "measured_at"
            ):
                new = rows.get((pk, month))
                fewest = made_of + 1 if is_cut else made_of
                if new and (new.made_of < fewest or measured_at > at):
                    del rows[pk, month]
            for one in rows.values():
                one.measured_at = at
            Snapshot.objects.bulk_create(
                rows.values(),
                update_conflicts=True,
                unique_fields=["community", "month_on"],
                update_fields=WORKED_OUT,
                batch_size=500,
            )
        return len(rows)
