"""The agenda of a gathering: drafted from what waits, until somebody keeps it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused, Stale
from mandorla.base.prepared import prepared
from mandorla.communities.archetypes import plain_step, read_step
from mandorla.communities.models import Archetype
from mandorla.core.agenda import Draft, Item, Part, Placed, draft, interleaved
from mandorla.core.waiting import TAKES, Entry, thing_of, why_of
from mandorla.gatherings.models import Gathering
from mandorla.gatherings.occurrences import next_gatherings
from mandorla.work.backlog import Backlog, backlog_of, day_of, is_over, subject_number
from mandorla.work.merged_items import with_merged
from mandorla.work.models import AgendaItem
from mandorla.work.models.about import SOURCES
from mandorla.work.models.agenda_item import LONGEST, NEXT_TIME, mark_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mandorla.people.models import Person

DEFAULT_MINUTES: Final = 60  # of a gathering that nobody gave a length
LOOK_AHEAD: Final = 12  # gatherings among which the next one that takes place is looked for


@dataclass(frozen=True)
class Agenda:
    """What a gathering talks about.

    Attributes:
        gathering: Kept, or computed.
        rows: The items in order; not in the database as long as it is only drafted.
        aside: What was parked or dropped.
        is_kept: Whether somebody kept it; otherwise it is drafted anew each time.
        minutes: The gathering's minutes.
        draft: What the draft says, when it was drafted.
        backlog: What it was drafted from.
    """

    gathering: Gathering
    rows: tuple[AgendaItem, ...]
    aside: tuple[AgendaItem, ...]
    is_kept: bool
    minutes: int
    draft: Draft | None = None
    backlog: Backlog | None = None

    @property
    def used(self) -> int:
        """The minutes that the items take."""
        return sum(row.minutes for row in self.rows)

    @cached_property
    def mark(self) -> str:
        """Another one whenever the agenda is another one."""
        if self.is_kept:
            return mark_of([*self.rows, *self.aside])
        seen = [(row.kind, row.part, row.title, row.minutes) for row in self.rows]
        return sha256(repr(seen).encode()).hexdigest()[:16]


def parts_of(gathering: Gathering) -> list[Part]:
    """The skeleton of a series: its own, or the one of the community's archetype.

    Where no part says what it takes, the longest takes everything.
    """
    steps = gathering.series.template
    if not steps:
        kind = Archetype.in_use().get(gathering.community.archetype)
        steps = [plain_step(step) for step in kind.agenda] if kind else []
    every = frozenset(TAKES.values())
    if not steps:
        return [Part(_("What is open"), gathering.minutes or DEFAULT_MINUTES, every)]
    read = [read_step(step) for step in steps]
    takes = [frozenset(TAKES[word] for word in step.takes if word in TAKES) for step in read]
    if not any(takes):
        takes[max(range(len(read)), key=lambda place: read[place].minutes)] = every
    return [Part(one.title, one.minutes, kinds) for one, kinds in zip(read, takes, strict=True)]


def agenda_of(gathering: Gathering, *, at: datetime) -> Agenda:
    """The agenda as it was kept; of a gathering to come that has none yet, the draft."""
    known = _rows(gathering)
    if any(row.why.get("code") != NEXT_TIME for row in known) or is_over(gathering, at=at):
        return _as_kept(gathering, known)
    return _drafted(gathering, staying=known, at=at)


def keep_agenda(gathering: Gathering, *, by: Person | None, at: datetime, seen: str = "") -> Agenda:
    """The agenda is kept from now on as it was drafted; one that is kept already stays.

    Args:
        gathering: Kept, or computed.
        by: Who keeps it.
        at: The moment.
        seen: The mark of the agenda the person saw; an empty one asks for nothing.

    Raises:
        Stale: It reads otherwise by now.
        Refused: The gathering is over.
    """
    with transaction.atomic():
        kept = Gathering.touch(series=gathering.series, planned_on=gathering.planned_on, at=at)
        AgendaItem.rows_of(kept)
        now = agenda_of(kept, at=at)
        if seen and seen != now.mark:
            raise Stale(
                _("The agenda has changed in the meantime. This is how it is now; choose again.")
            )
        if not now.is_kept:
            rows = [*now.rows, *now.aside]
            AgendaItem.keep_draft(gathering=kept, rows=rows, by=by, at=at)
            now = _as_kept(kept, rows)
    return now


def redraft(gathering: Gathering, *, by: Person | None, at: datetime, seen: str = "") -> None:
    """What was drafted is drafted anew; what somebody placed, or what has happened, stays.

    Issues that became one problem meanwhile are one item about it.

    Raises:
        Stale: It reads otherwise by now than what the person saw.
        Refused: The gathering is over.
    """
    with transaction.atomic():
        now = keep_agenda(gathering, by=by, at=at, seen=seen)
        staying = [
            row for row in [*now.rows, *now.aside] if row.is_by_hand or row.state != "planned"
        ]
        again = _drafted(now.gathering, staying=with_merged(staying), at=at)
        rows = [*again.rows, *again.aside]
        AgendaItem.keep_draft(gathering=now.gathering, rows=rows, by=by, at=at)


def put_on(
    gathering: Gathering, *, kind: str, number: int, by: Person | None, at: datetime
) -> AgendaItem:
    """What waits is on the agenda, at the end of its part.

    Raises:
        Stale: It does not wait any more.
        Refused: The gathering is over.
    """
    with transaction.atomic():
        kept = keep_agenda(gathering, by=by, at=at).gathering
        backlog = backlog_of(kept, at=at)
        entry = next((one for one in backlog.entries if (one.kind, one.id) == (kind, number)), None)
        rows = AgendaItem.objects.filter(gathering=kept).with_subjects()
        on_it = {thing_of(*_about(row)) for row in rows}
        if entry is None or thing_of(kind, number) in on_it:
            raise Stale(_("This does not wait any more. Look at the agenda as it is now."))
        parts = [one for one in parts_of(kept) if kind in one.takes or one.title == entry.part]
        part = parts[0].title if parts else ""
        why = why_of(entry, on=day_of(kept))
        item = Item(kind, number, entry.title, part, entry.wants, why, entry.carried_from)
        row = _row(item, entry=entry, backlog=backlog)
        row.why["placed"] = True
        return AgendaItem.place_row(gathering=kept, row=row, by=by, at=at)


def put_off(item: AgendaItem, *, by: Person | None, at: datetime) -> Gathering:
    """The item is for the next gathering of the series that takes place.

    Raises:
        Refused: The series has no later date.
        Stale: It was put off before, or has moved on.
    """
    here = item.gathering
    coming = next_gatherings([here.series], at=here.ends_at, limit=LOOK_AHEAD)
    later = [one for one in coming if one.state == "planned" and one.starts_at > here.starts_at]
    if not later:
        raise Refused(_("{series} has no later date. Park it instead.").format(series=here.series))
    with transaction.atomic():
        planned_on = later[0].planned_on
        until = Gathering.touch(series=here.series, planned_on=planned_on, at=at)
        item.put_off(until=until, by=by, at=at)
    return until


def waiting_of(agenda: Agenda, *, at: datetime) -> tuple[Draft, Backlog]:
    """What waits beside an agenda: in `items` what would still fit, the rest left or offered."""
    if agenda.draft and agenda.backlog:
        return replace(agenda.draft, items=()), agenda.backlog
    gathering = agenda.gathering
    backlog = backlog_of(gathering, at=at)
    made = draft(
        backlog.entries,
        parts=parts_of(gathering),
        minutes=agenda.minutes,
        on=day_of(gathering),
        placed=[_placed(row) for row in [*agenda.rows, *agenda.aside]],
    )
    return replace(made, items=tuple(item for item in made.items if item.kind)), backlog


def _rows(gathering: Gathering) -> list[AgendaItem]:
    if not gathering.is_kept:
        return []
    rows = _kept(gathering.pk)
    for row in rows:
        row.gathering = gathering
    return rows


@prepared
def _kept(gathering: int) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(gathering=gathering).in_order().with_subjects()


def _as_kept(gathering: Gathering, rows: Sequence[AgendaItem]) -> Agenda:
    return Agenda(
        gathering=gathering,
        rows=tuple(row for row in rows if not row.is_aside),
        aside=tuple(row for row in rows if row.is_aside),
        is_kept=True,
        minutes=gathering.minutes,
    )


def _drafted(gathering: Gathering, *, staying: Sequence[AgendaItem], at: datetime) -> Agenda:
    """A draft around the items that stay, each in its place."""
    backlog = backlog_of(gathering, at=at)
    shown = [row for row in staying if not row.is_aside]
    parts = parts_of(gathering)
    minutes = gathering.minutes or sum(part.minutes for part in parts)
    made = draft(
        backlog.entries,
        parts=parts,
        minutes=minutes,
        on=day_of(gathering),
        placed=[_placed(row) for row in staying],
    )
    entries = {(one.kind, one.id): one for one in backlog.entries}
    new = [
        _row(item, entry=entries.get((item.kind, item.id)), backlog=backlog) for item in made.items
    ]
    rows = interleaved(new, {row.position: row for row in shown})
    aside = tuple(row for row in staying if row.is_aside)
    return Agenda(
        gathering=gathering,
        rows=tuple(rows),
        aside=aside,
        is_kept=False,
        minutes=minutes,
        draft=made,
        backlog=backlog,
    )


def _placed(row: AgendaItem) -> Placed:
    kind, number = _about(row)
    return Placed(row.part, 0 if row.is_aside else row.minutes, kind, number)


def _about(row: AgendaItem) -> tuple[str, int]:
    """What an item is about, as the backlog knows it."""
    if row.kind:
        return row.kind, subject_number(row)
    return ("item", row.carried_from_id) if row.carried_from_id else ("", 0)


def _row(item: Item, *, entry: Entry | None, backlog: Backlog) -> AgendaItem:
    """An item of a draft as a row that is not kept yet."""
    why: dict[str, Any] = dict(item.why)
    if entry and item.carried_from:
        why["since"] = str(entry.since_on)
    subject = backlog.subjects.get((item.kind, item.id))
    about = {item.kind: subject} if item.kind in SOURCES else {}
    return AgendaItem(
        title=item.title[:LONGEST],
        part=item.part,
        minutes=item.minutes,
        why=why,
        carried_from_id=item.carried_from,
        **about,
    )
