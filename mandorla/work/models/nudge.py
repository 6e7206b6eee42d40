from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from mandorla.base.models import Record
from mandorla.people.models import Person
from mandorla.work.models.ask import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class Nudge(Record):
    """Somebody who could help is reminded once of an ask without an answer, and told why them."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="nudges")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="nudges")
    why = models.JSONField(default=dict)  # {"skills": ["C#"], "solved": 2}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ask", "person"], name="work_nudge_once"),
        ]

    def __str__(self) -> str:
        return str(self.ask)

    @classmethod
    def send(cls, *, ask: Ask, whys: Mapping[int, Mapping[str, Any]], at: datetime) -> None:
        """These people are reminded of the ask, and nobody is again.

        Args:
            ask: What nobody has answered.
            whys: By person, why they could help; empty when nobody could.
            at: The moment.

        Raises:
            Stale: Somebody else reminded them in the meantime.
        """
        with transaction.atomic():
            ask.move(
                "state",
                before="open",
                after="open",
                sentence=_("Somebody else has changed this in the meantime. Look again."),
                reminded_at=at,
            )
            Nudge.objects.bulk_create(
                [Nudge(ask=ask, person_id=person, why=dict(why)) for person, why in whys.items()],
                ignore_conflicts=True,
            )
