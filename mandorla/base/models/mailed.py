from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models, transaction

from mandorla.base.models.record import Record

GIVE_UP = timedelta(days=4)  # a server that is away for longer loses what waits (RFC 5321, 4.5.4)


class Mailed(Record):
    """Something that is mailed, and what of it could not be delivered and is tried again.

    Whoever sends takes up what waits first, so that of two who come at once one writes.
    """

    missed = models.JSONField(default=dict)  # what could not be delivered, and since when

    class Meta:
        abstract = True

    def miss(self, key: str, *, at: datetime) -> None:
        """A letter could not be delivered: it is tried again, for some days.

        Args:
            key: Which one.
            at: The moment.
        """
        if not self._is_in_time(key, at=at):
            return
        first = self.missed.get(key, at.isoformat())
        with transaction.atomic():
            row = type(self)._base_manager.select_for_update().filter(pk=self.pk).first()
            if row:
                row.missed = {**row.missed, key: first}
                row.keep("missed")

    def to_try_again(self, *, at: datetime) -> list[str]:
        """What was missed as this was read, and not too long ago."""
        return [key for key in self.missed if self._is_in_time(key, at=at)]

    def _is_in_time(self, key: str, *, at: datetime) -> bool:
        first = datetime.fromisoformat(self.missed.get(key, at.isoformat()))
        return at - first <= GIVE_UP
