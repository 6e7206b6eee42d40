from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Stale
from mandorla.base.models import Event, Record
from mandorla.communities.models.closed import refuse_closed
from mandorla.core.lifecycle import AGENDA_ITEM, after
from mandorla.gatherings.models import Gathering

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.people.models import Person

ASIDE = ("parked", "dropped")


class Talked(Record):
    """What is talked about in a gathering: it waits its turn, is taken up, done or put aside."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="agenda")
    state = models.CharField(max_length=7, default="planned")
    taken_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_aside(self) -> bool:
        """Whether it is parked or dropped, and not talked about in this gathering."""
        return self.state in ASIDE

    # --- verbs that put it aside ---

    def park(self, *, by: Person | None, at: datetime) -> None:
        """Not in this gathering, and not forgotten: it waits until there is room."""
        self.step("park", told="agenda.parked", by=by, at=at)

    def drop(self, *, by: Person | None, at: datetime) -> None:
        """Nobody waits for it any more; what it is about stays as it is."""
        self.step("drop", told="agenda.dropped", by=by, at=at)

    # --- verbs of one item while a gathering runs ---

    def take(self, *, by: Person | None, at: datetime) -> None:
        """It is talked about now; what was talked about until then is done.

        Raises:
            Stale: Somebody else went on to another item first.
        """
        with transaction.atomic():
            Gathering.objects.select_for_update().get(pk=self.gathering_id)
            for other in type(self)._base_manager.filter(gathering=self.gathering_id, state="now"):
                if other.pk != self.pk:
                    other.finish(by=by, at=at)
            self.step("take", taken_at=self.taken_at or at, finished_at=None)

    def finish(self, *, by: Person | None, at: datetime) -> None:
        """It has been talked about."""
        self.step("finish", taken_at=self.taken_at or at, finished_at=at)

    def leave(self, *, is_talked: bool = True) -> None:
        """It is not talked about now, and waits for its turn again.

        Args:
            is_talked: Whether people began to talk about it; otherwise it is as if never taken up.
        """
        self.step("leave", taken_at=self.taken_at if is_talked else None)

    # --- within the aggregate ---

    def step(
        self,
        verb: str,
        *,
        told: str = "",
        by: Person | None = None,
        at: datetime | None = None,
        **also: Any,
    ) -> None:
        """Move on in its life, when nobody was first; what goes on in a closed community ends."""
        if verb != "finish":
            refuse_closed(self.gathering.community)
        gone = moved_on()
        to = after(AGENDA_ITEM, state=self.state, verb=verb)
        if to is None:
            raise Stale(gone)
        with transaction.atomic():
            self.move("state", before=self.state, after=to, sentence=gone, **also)
            if told and at:
                self.tell(told, by=by, at=at)

    def tell(self, verb: str, *, by: Person | None, at: datetime) -> None:
        """Write down what happened; its words are for those in the community, so not these."""
        gathering = self.gathering
        Event.record(verb, by=by, at=at, about=gathering, within=gathering.community)


def moved_on() -> str:
    """What to tell somebody who was second."""
    return _("This item has moved on in the meantime. Look again.")
