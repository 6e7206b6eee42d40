from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.people.models import Person
from mandorla.value.models.catalogue import CatalogueItem
from mandorla.value.models.elicitation import Elicitation

if TYPE_CHECKING:
    from datetime import datetime

WAYS = {
    "trade": gettext_lazy("trade"),
    "sequence": gettext_lazy("sequence"),
    "drop": gettext_lazy("drop"),
}


class Settlement(Record):
    """What both sides agreed on for one tension, in a value conversation. The newest counts."""

    elicitation = models.ForeignKey(
        Elicitation, on_delete=models.CASCADE, related_name="settlements"
    )
    item = models.ForeignKey(CatalogueItem, on_delete=models.CASCADE, related_name="settlements")
    way = models.CharField(max_length=10, choices=list(WAYS.items()))
    text = models.TextField()
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [choices_constraint("value_settlement_way", "way", WAYS)]
        indexes = [models.Index(fields=["elicitation", "item"], name="value_settlement_of")]

    def __str__(self) -> str:
        return f"{self.item}: {self.text}"

    @classmethod
    def record(
        cls,
        *,
        elicitation: Elicitation,
        item: CatalogueItem,
        way: str,
        text: str,
        by: Person | None,
        at: datetime,
    ) -> Self:
        """Both sides agreed on this for the tension; what was agreed before stays readable.

        Raises:
            Refused: The round is not closed, the item was not weighed in it, or nothing is said.
        """
        if elicitation.state != "closed":
            raise Refused(_("Agree on tensions when the round is closed and its result is there."))
        if item.catalogue_id != elicitation.catalogue_id:
            raise Refused(_("This expectation was not weighed in this round."))
        if way not in WAYS or not text.strip():
            raise Refused(_("Say whether you trade, sequence or drop, and what you agreed on."))
        with transaction.atomic():
            settlement = cls(
                elicitation=elicitation,
                item=item,
                way=way,
                text=text.strip(),
                recorded_by=by,
                recorded_at=at,
            )
            settlement.save(force_insert=True)
            Event.record(
                "tension.settled",
                by=by,
                at=at,
                about=item,
                within=elicitation.community,
                way=str(WAYS[way]),
                text=text.strip(),
            )
        return settlement
