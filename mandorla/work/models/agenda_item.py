from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused, Stale
from mandorla.base.lines import line_of
from mandorla.base.models import Event
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models.closed import refuse_closed
from mandorla.core.lifecycle import AGENDA_ITEM
from mandorla.gatherings.models import Gathering
from mandorla.work.models.about import SOURCES, About
from mandorla.work.models.talked import ASIDE, moved_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mandorla.people.models import Person

LONGEST = 200  # letters
MOST_MINUTES = 600
NEXT_TIME = "next_time"  # why an item is there that somebody put off until then


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    """Ways to look for items of agendas."""

    def visible_to(self, person: Person) -> Self:
        """An agenda is for those in its community, and program managers."""
        return self.filter(gathering__in=Gathering.objects.open_to(person))

    def in_order(self) -> Self:
        """As they are talked about."""
        return self.order_by("gathering_id", "position", "pk")

    def with_subjects(self) -> Self:
        """With what each is about, in the same query."""
        more = ("rollout__solution", "rollout__unit", "commitment__owner", "insight__unit")
        people = ("question__asked_by", "ask__asked_by", "lesson__owner")
        return self.select_related(*SOURCES, *more, *people)


class AgendaItem(About):
    """One item of the agenda of a gathering: what it is about, its minutes, and why it is there."""

    position = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=200, blank=True)  # of the archetype's skeleton
    title = models.CharField(max_length=LONGEST)
    minutes = models.PositiveSmallIntegerField(default=0)
    why = models.JSONField(default=dict, blank=True)  # {"code": …} and its values; empty: by hand
    carried_from = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="carried_to"
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["gathering_id", "position", "pk"]
        constraints = [
            choices_constraint("work_agenda_item_state", "state", AGENDA_ITEM.states),
            models.UniqueConstraint(
                fields=["gathering"],
                condition=Q(state="now"),
                name="work_agenda_item_one_now",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody placed it, so that a new draft leaves it where it is."""
        return not self.why or bool(self.why.get("placed")) or self.why["code"] == NEXT_TIME

    # --- verbs that put items on an agenda ---

    @classmethod
    def place(
        cls,
        *,
        gathering: Gathering,
        title: str,
        minutes: int,
        part: str = "",
        by: Person | None,
        at: datetime,
    ) -> AgendaItem:
        """Somebody put something on the agenda in their own words, at the end of its part.

        Raises:
            Refused: It has no words, or the gathering is over.
        """
        words = line_of(title)
        if not words:
            raise Refused(_("Say what it is about."))
        made = cls(title=words[:LONGEST], part=part, minutes=_minutes(minutes))
        return cls.place_row(gathering=gathering, row=made, by=by, at=at)

    @classmethod
    def place_row(
        cls, *, gathering: Gathering, row: AgendaItem, by: Person | None, at: datetime
    ) -> AgendaItem:
        """An item that is not kept yet is on the agenda, at the end of its part."""
        with transaction.atomic():
            rows = cls.rows_of(gathering)
            of_part = [place for place, one in enumerate(rows, 1) if one.part == row.part]
            rows.insert(of_part[-1] if row.part and of_part else len(rows), row)
            _put(gathering, rows)
            row.tell("agenda.added", by=by, at=at)
        return row

    @classmethod
    def keep_draft(
        cls,
        *,
        gathering: Gathering,
        rows: Sequence[AgendaItem],
        by: Person | None,
        at: datetime,
        seen: str = "",
    ) -> None:
        """These items are the agenda; drafted ones that are not among them are gone.

        Args:
            gathering: Which gathering.
            rows: The items in their order: those that stay, and new ones.
            by: Who keeps it.
            at: The moment.
            seen: The mark of the agenda they come from; an empty one asks for nothing.

        Raises:
            Stale: Somebody else arranged it in the meantime.
            Refused: The gathering is over, or the community has closed.
        """
        with transaction.atomic():
            known = cls.rows_of(gathering, seen=seen)
            staying = {row.pk for row in rows}
            gone = [row.pk for row in known if row.pk not in staying]
            cls.objects.filter(pk__in=gone).delete()
            _put(gathering, rows)
            Event.record("agenda.kept", by=by, at=at, about=gathering, within=gathering.community)

    @classmethod
    def rows_of(cls, gathering: Gathering, *, seen: str = "") -> list[AgendaItem]:
        """The items in order, for somebody who is about to change their order.

        Nobody else changes it before the transaction is over.

        Raises:
            Stale: It is another agenda than the one whose mark they saw.
            Refused: The gathering is over, or the community has closed.
        """
        refuse_closed(gathering.community)
        held = Gathering.objects.select_for_update().get(pk=gathering.pk)
        if held.state not in {"planned", "running"}:
            raise Refused(_("This gathering is over; its agenda stays as it was."))
        rows = list(cls.objects.filter(gathering=gathering).in_order())
        if seen and seen != mark_of(rows):
            raise Stale(
                _("Somebody else changed the agenda in the meantime. This is how it is now.")
            )
        for row in rows:
            row.gathering = gathering
        return rows

    # --- verbs of one item while an agenda is shaped ---

    def earlier(self, *, seen: str = "") -> None:
        """It is talked about before the one that was before it.

        Raises:
            Stale: Somebody else arranged the agenda in the meantime.
        """
        self._swap(-1, seen=seen)

    def later(self, *, seen: str = "") -> None:
        """It is talked about after the one that was after it.

        Raises:
            Stale: Somebody else arranged the agenda in the meantime.
        """
        self._swap(1, seen=seen)

    def allot(self, *, minutes: int, seen: str = "") -> None:
        """It takes so many minutes.

        Raises:
            Stale: Somebody else arranged the agenda in the meantime.
        """
        with transaction.atomic():
            type(self).rows_of(self.gathering, seen=seen)
            self.minutes = _minutes(minutes)
            self.why = {**self.why, "placed": True} if self.why else {}
            self.keep("minutes", "why")

    def take_out(self, *, by: Person | None, at: datetime) -> None:
        """It is not on the agenda any more, as if it had never been.

        Raises:
            Refused: Something came of it already, or the community has closed.
            Stale: It is being talked about, or somebody took it out before.
        """
        refuse_closed(self.gathering.community)
        if self.outcomes.exists():
            raise Refused(_("Something came of this item already, so it stays."))
        with transaction.atomic():
            rows = type(self).objects.filter(pk=self.pk, state__in=["planned", *ASIDE])
            if not rows.exists():
                raise Stale(moved_on())
            self.tell("agenda.taken_out", by=by, at=at)
            rows.delete()

    def unpark(self, *, by: Person | None, at: datetime) -> None:
        """It is on the agenda again; where it had been put off to, it is not any more."""
        with transaction.atomic():
            self.carried_to.filter(state="planned", why__code=NEXT_TIME).delete()
            self.step("unpark", told="agenda.unparked", by=by, at=at)

    def put_off(self, *, until: Gathering, by: Person | None, at: datetime) -> AgendaItem:
        """It is for a later gathering; here it is parked.

        Args:
            until: The gathering, kept already.
            by: Who puts it off.
            at: The moment.

        Raises:
            Stale: Somebody put it off before, or it has moved on.
        """
        copied = ["title", "part", "minutes", *(f"{name}_id" for name in SOURCES)]
        day = str(self.gathering.planned_on)
        why = {"code": NEXT_TIME, "on": day, "since": self.why.get("since", day)}
        made = type(self)(why=why, **{name: getattr(self, name) for name in copied})
        made.carried_from = self
        with transaction.atomic():
            if self.carried_to.exists():
                raise Stale(_("This item has been put off already."))
            self.step("park", told="agenda.put_off", by=by, at=at)
            _put(until, [*type(self).rows_of(until), made])
        return made

    # --- within the aggregate ---

    def _swap(self, step: int, *, seen: str) -> None:
        with transaction.atomic():
            rows = type(self).rows_of(self.gathering, seen=seen)
            shown = [row for row in rows if not row.is_aside]
            place = next((n for n, row in enumerate(shown) if row.pk == self.pk), None)
            if place is None:
                raise Stale(moved_on())
            to = min(max(place + step, 0), len(shown) - 1)
            shown.insert(to, shown.pop(place))
            _put(self.gathering, [*shown, *(row for row in rows if row.is_aside)])
            self.position = to
            self.why = {**self.why, "placed": True} if self.why else {}
            self.keep("why")


def mark_of(rows: Sequence[AgendaItem]) -> str:
    """Another one whenever the items, their order, minutes or states are others.

    The same for the same items however they are handed over: a page puts what was parked last.
    """
    ordered = sorted(rows, key=lambda row: (row.position, row.pk))
    seen = [(row.pk, row.minutes, row.state) for row in ordered]
    return sha256(repr(seen).encode()).hexdigest()[:16]


def _minutes(minutes: int) -> int:
    if not 0 <= minutes <= MOST_MINUTES:
        raise Refused(_("An item takes from 0 to {most} minutes.").format(most=MOST_MINUTES))
    return minutes


def _put(gathering: Gathering, rows: Sequence[AgendaItem]) -> None:
    """Give every item its place; new ones are written."""
    for position, row in enumerate(rows):
        row.gathering, row.position = gathering, position
    known = [row for row in rows if row.pk]
    AgendaItem.objects.bulk_update(known, ["position"])
    for row in rows:
        if not row.pk:
            row.save(force_insert=True)
