from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction

from mandorla.base.models import Record

if TYPE_CHECKING:
    from datetime import date, datetime


class ProgramSnapshotQuerySet(models.QuerySet["ProgramSnapshot"]):
    """Ways to look for snapshots of the program."""

    def newest(self) -> ProgramSnapshot | None:
        """The one of the last month."""
        return self.order_by("-month_on").first()

    def before(self, month: date) -> Self:
        """Those of earlier months, the newest first."""
        return self.filter(month_on__lt=month).order_by("-month_on")


class ProgramSnapshot(Record):
    """How the units of the organization talked with each other in the year that ends with a month.

    It is worked out over all communities with imported conversations, and folded: of fewer than
    five people nothing is kept.
    """

    month_on = models.DateField(unique=True)  # its first day
    measured_at = models.DateTimeField()
    made_of = models.PositiveIntegerField()  # replies
    people = models.PositiveIntegerField()  # who answered somebody or were answered
    talk = models.JSONField(default=dict)  # index, units, pairs with the communities that bridge
    shared = models.JSONField(default=list)  # communities with five people or more in common

    objects = ProgramSnapshotQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.month_on:%Y-%m}"

    @classmethod
    def keep_month(
        cls,
        month: date,
        *,
        made_of: int,
        people: int,
        talk: dict[str, Any],
        shared: list[dict[str, Any]],
        at: datetime,
    ) -> None:
        """This is the year up to a month, but where it was worked out later, or of more, already.

        When posts are deleted, what was made of them stays.
        """
        with transaction.atomic():
            there = cls.objects.select_for_update().filter(month_on=month).first()
            if there and (there.measured_at > at or there.made_of > made_of):
                return
            values = {"measured_at": at, "made_of": made_of, "people": people}
            values |= {"talk": talk, "shared": shared}
            cls.objects.update_or_create(month_on=month, defaults=values)
