from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.models import Event, Record
from mandorla.communities.models.closed import refuse_closed
from mandorla.core.lifecycle import GATHERING, after
from mandorla.core.merge import Merged, merge

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.communities.models import Community
    from mandorla.people.models import Person

STATES = {
    "planned": gettext_lazy("planned"),
    "running": gettext_lazy("running"),
    "held": gettext_lazy("held"),
    "cancelled": gettext_lazy("cancelled"),
}
LONGEST_NOTES = 60_000  # letters
MOST_LINES = 2_000  # comparing many more would take seconds
EARLY = timedelta(hours=1)  # before it is to begin it may begin without being asked
DAY_LONG = timedelta(hours=12)  # who ends it later than that had forgotten to
TRIES = 20  # of writing notes that others write at the same moment


class Early(Refused):
    """It is planned for a later time, and nobody said that it is meant nevertheless."""


class Held(Record):
    """What takes place: it begins, is written about, and ends."""

    state = models.CharField(max_length=10, default="planned")
    notes = models.TextField(blank=True)  # Markdown
    notes_edits = models.PositiveIntegerField(default=0)  # counts writings, to see a clash
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    if TYPE_CHECKING:
        community: Community
        starts_at: models.DateTimeField[Any, datetime]
        minutes: models.PositiveSmallIntegerField[Any, int]

        @property
        def local_start(self) -> datetime:
            """When it starts by the clock of its series."""

        @property
        def ends_at(self) -> datetime:
            """When it is over by plan."""

    class Meta:
        abstract = True

    @property
    def over_at(self) -> datetime:
        """When it was over: as it was ended, or by plan when that was noted some time later."""
        plan = self.ends_at
        if self.started_at and self.is_early(at=self.started_at):
            plan = self.started_at + timedelta(minutes=self.minutes)
        return was_over(started_at=self.started_at, ended_at=self.ended_at, plan=plan)

    def is_early(self, *, at: datetime) -> bool:
        """Whether it is planned for so much later that beginning by then may be a slip."""
        return at < self.starts_at - EARLY

    def may_be_held(self, *, at: datetime) -> bool:
        """Whether it can have taken place by a moment: what is still to begin cannot."""
        return self.state == "planned" and at >= self.starts_at

    def start(self, *, by: Person | None, at: datetime, early: bool = False) -> None:
        """It takes place from now on.

        Args:
            by: Who starts it.
            at: The moment.
            early: Whether it is meant though it is planned for more than an hour later.

        Raises:
            Early: It is planned for more than an hour later.
        """
        if self.state == "planned" and self.is_early(at=at) and not early:
            moment = date_format(self.local_start, "j F Y, H:i")
            raise Early(_("This gathering begins only on {moment}.").format(moment=moment))
        self._go("start", told="gathering.started", by=by, at=at, started_at=at)

    def unstart(self, *, by: Person | None, at: datetime) -> None:
        """It has not begun after all: it is planned again, for when it was planned."""
        self._go("unstart", told="gathering.unstarted", by=by, at=at, started_at=None)

    def hold(self, *, by: Person | None, at: datetime) -> None:
        """It took place without this page, and can be noted now.

        Raises:
            Refused: Its time has not come, or it is not planned any more.
        """
        if self.state == "planned" and not self.may_be_held(at=at):
            sentence = _("This gathering has not begun by plan, so it cannot have taken place.")
            raise Refused(sentence)
        self._go("hold", told="gathering.held", by=by, at=at, ended_at=at)

    def end(self, *, by: Person | None, at: datetime) -> None:
        """It is over; what was typed before that still comes in."""
        self._go("end", told="gathering.ended", by=by, at=at, ended_at=at)

    def resume(self, *, by: Person | None, at: datetime) -> None:
        """It goes on after all."""
        also = {} if self.started_at else {"started_at": at}
        self._go("resume", told="gathering.resumed", by=by, at=at, ended_at=None, **also)

    def write_notes(self, *, seen: str, text: str, by: Person | None, at: datetime) -> Merged:
        """The notes say what was written as well as what others wrote meanwhile.

        Where both wrote in the same place nothing is kept yet: the answer holds both wordings.
        Only the first writing makes an event; the notes themselves tell the rest.

        Args:
            seen: The notes as the writer saw them when they began.
            text: What they made of them.
            by: Who wrote.
            at: The moment.

        Returns:
            The notes as they are now, or what clashes; `notes` is what it clashes with.

        Raises:
            Refused: They are too long, there is nothing to take notes of, or the community has
                closed.
        """
        refuse_closed(self.community)
        if self.state == "cancelled":
            raise Refused(_("This gathering is cancelled, so it has no notes."))
        seen, text = _bounded(plain(seen)), _bounded(plain(text))
        for _try in range(TRIES):
            self.notes, self.notes_edits = self._notes_now()
            merged = merge(base=seen, mine=text, theirs=self.notes)
            if merged.clashes or merged.text == self.notes:
                return merged
            if self._wrote(_bounded(merged.text), by=by, at=at):
                return merged
        raise Refused(_("Too many people write at once. What you wrote is still here: try again."))

    def _notes_now(self) -> tuple[str, int]:
        rows = type(self)._base_manager.filter(pk=self.pk)
        notes, edits = rows.values_list("notes", "notes_edits").get()
        return notes, edits

    def _wrote(self, text: str, *, by: Person | None, at: datetime) -> bool:
        """Whether nobody else wrote since the notes were read."""
        edits = self.notes_edits
        with transaction.atomic():
            rows = type(self)._base_manager.filter(pk=self.pk, notes_edits=edits)
            if not rows.update(notes=text, notes_edits=edits + 1):
                return False
            if not edits:
                Event.record("gathering.noted", by=by, at=at, about=self, within=self.community)
        self.notes, self.notes_edits = text, edits + 1
        return True

    def _go(self, verb: str, *, told: str, by: Person | None, at: datetime, **also: Any) -> None:
        if verb != "end":  # what goes on when a community closes can be ended
            refuse_closed(self.community)
        to = after(GATHERING, state=self.state, verb=verb)
        if to is None:
            sentence = _("This gathering is {state}, so this is not possible now.")
            raise Refused(sentence.format(state=STATES[self.state]))
        with transaction.atomic():
            self.move(
                "state",
                before=self.state,
                after=to,
                sentence=_("Somebody else was first: look at the gathering as it is now."),
                **also,
            )
            Event.record(told, by=by, at=at, about=self, within=self.community)


def was_over(*, started_at: datetime | None, ended_at: datetime | None, plan: datetime) -> datetime:
    """When it was over: as it was ended, or by plan when that was noted some time later."""
    if started_at is None or ended_at is None or ended_at - started_at > DAY_LONG:
        return plan
    return ended_at


def plain(text: str) -> str:
    """A text as a browser and the database both have it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def _bounded(text: str) -> str:
    """The notes, if they can be kept.

    Raises:
        Refused: They are too long.
    """
    if len(text) > LONGEST_NOTES or text.count("\n") >= MOST_LINES:
        raise Refused(_("Notes hold at most 60,000 letters in 2,000 lines. Shorten them."))
    return text
