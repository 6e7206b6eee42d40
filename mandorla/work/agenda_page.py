"""An agenda as people read it: when each item begins, why it is there, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandorla.core.waiting import why_of
from mandorla.work.agenda import Agenda, parts_of, waiting_of
from mandorla.work.backlog import day_of, subject_number
from mandorla.work.merged_items import is_merged
from mandorla.work.models import AgendaItem
from mandorla.work.whys import why_sentence

if TYPE_CHECKING:
    from datetime import date

    from mandorla.core.waiting import Entry

MOST_LISTED: Final = 8  # of what waits beside an agenda
MOST_OFFERED: Final = 5  # for dropping, at a time
PAGES: Final = {
    "issue": "work:issue",
    "problem": "work:problem",
    "solution": "work:solution",
    "rollout": "work:solution",
    "insight": "work:insight",
    "commitment": "gatherings:commitment",
    "question": "work:question",
    "ask": "work:ask",
    "lesson": "work:lesson",
}
KINDS: Final = {
    "issue": gettext_lazy("issue"),
    "problem": gettext_lazy("problem"),
    "solution": gettext_lazy("solution"),
    "rollout": gettext_lazy("rollout"),
    "insight": gettext_lazy("insight"),
    "commitment": gettext_lazy("commitment"),
    "question": gettext_lazy("asked by management"),
    "ask": gettext_lazy("ask"),
    "lesson": gettext_lazy("lesson"),
    "item": gettext_lazy("from an earlier agenda"),
}
PEOPLE: Final = {
    "commitment": "owner",
    "question": "asked_by",
    "ask": "asked_by",
    "lesson": "owner",
}
REASONS: Final = {
    "no_room": gettext_lazy("no room left"),
    "no_part": gettext_lazy("no part of this gathering is for it"),
    "fits": gettext_lazy("there would be room for it"),
}
STATES: Final = {
    "now": gettext_lazy("now"),
    "done": gettext_lazy("talked about"),
    "parked": gettext_lazy("parked"),
    "dropped": gettext_lazy("dropped"),
}


@dataclass(frozen=True)
class Line:
    """An item of an agenda.

    Attributes:
        row: The item; not in the database as long as the agenda is only drafted.
        ref: By what a form names it: its number, or its place in the draft.
        anchor: What it is called in a page, the same before and after it is kept.
        begins: When it begins, by the clock of the series; None for what is put aside.
        part: The part it belongs to, where that says more than its title.
        why: Why it is there, as a sentence; empty for a part, or placed by hand.
        detail: Who took it on, who asks, or who sees to it.
        address: The page of what it is about.
        state: Its state in words; empty while it waits.
    """

    row: AgendaItem
    ref: str
    anchor: str
    begins: datetime | None
    part: str
    why: str
    detail: str
    address: str
    state: str

    @property
    def clock(self) -> str:
        """When it begins, such as "09:05"; empty for what is put aside."""
        return f"{self.begins:%H:%M}" if self.begins else ""

    @property
    def length(self) -> str:
        """Its minutes in words."""
        minutes = self.row.minutes
        return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)

    @property
    def is_part(self) -> bool:
        """Whether it is a part of the skeleton and nothing else."""
        return bool(self.row.why.get("code") == "part")

    @property
    def number(self) -> int | None:
        """The number of what it is about, as the backlog knows it."""
        return subject_number(self.row) if self.row.kind else None

    @property
    def may_move(self) -> bool:
        """Whether it still waits for its turn."""
        return self.row.state == "planned"


@dataclass(frozen=True)
class Beside:
    """What waits and is not on the agenda.

    Attributes:
        kind: Of which kind it is, and what the kind is called.
        number: Which one of its kind.
        why: Since when it waits, or what is said about it.
        reason: Why it is not on the agenda.
    """

    kind: str
    number: int
    title: str
    word: str
    why: str
    reason: str
    address: str


@dataclass(frozen=True)
class Page:
    """An agenda as people read it.

    Attributes:
        lines: The items in order.
        aside: What was parked or dropped.
        parts: The parts that something can be added to.
    """

    agenda: Agenda
    on: date
    lines: tuple[Line, ...]
    aside: tuple[Line, ...]

    @property
    def free(self) -> int:
        """The minutes that nothing takes."""
        return max(0, self.agenda.minutes - self.agenda.used)

    @property
    def over(self) -> int:
        """By how many minutes the items take more than there are."""
        return max(0, self.agenda.used - self.agenda.minutes)

    @property
    def merged(self) -> list[str]:
        """What stands on it and is part of a problem by now; each still has its minutes."""
        return [line.row.title for line in self.lines if is_merged(line.row)]

    @property
    def parts(self) -> list[str]:
        """The parts that something can be added to."""
        return [part.title for part in parts_of(self.agenda.gathering)]


@dataclass(frozen=True)
class Lists:
    """What waits beside an agenda.

    Attributes:
        waiting: What is left for next time, or came since; the most pressing first.
        offered: What nobody touched for three gatherings.
        more: How many more wait than are listed.
    """

    waiting: tuple[Beside, ...]
    offered: tuple[Beside, ...]
    more: int


def read_page(agenda: Agenda) -> Page:
    """The items with their times, reasons and addresses; no queries."""
    on = day_of(agenda.gathering)
    lines: list[Line] = []
    slug = agenda.gathering.community.slug
    begins, before = agenda.gathering.local_start, ""
    for place, row in enumerate(agenda.rows):
        is_opening = row.kind == "commitment" and row.why.get("code") == "overdue"
        part = "" if is_opening or row.part in {row.title, before} else row.part
        lines.append(_line(row, place, on=on, slug=slug, begins=begins, part=part))
        begins += timedelta(minutes=row.minutes)
        before = "" if is_opening else row.part
    aside = (
        _line(row, len(lines) + place, on=on, slug=slug, begins=None, part="")
        for place, row in enumerate(agenda.aside)
    )
    return Page(agenda, on, tuple(lines), tuple(aside))


def read_lists(agenda: Agenda, *, at: datetime) -> Lists:
    """What waits beside an agenda."""
    made, backlog = waiting_of(agenda, at=at)
    entries = {(one.kind, one.id): one for one in backlog.entries}
    waiting = [(entries[item.kind, item.id], "fits") for item in made.items]
    waiting += [(one.entry, one.reason) for one in made.left]
    slug, on = agenda.gathering.community.slug, day_of(agenda.gathering)
    listed = [
        _beside(one, slug=slug, on=on, reason=str(REASONS[reason]))
        for one, reason in waiting[:MOST_LISTED]
    ]
    offered = [_beside(one, slug=slug, on=on, reason="") for one in made.offered[:MOST_OFFERED]]
    more = len(waiting) + len(made.offered) - len(listed) - len(offered) + backlog.more
    return Lists(tuple(listed), tuple(offered), more)


def anchor_of(row: AgendaItem) -> str:
    """What an item is called in a page, the same before and after it is kept."""
    if row.kind:
        return f"{row.kind}-{subject_number(row)}"
    return f"line-{crc32(row.title.encode()):08x}"


def _line(
    row: AgendaItem, place: int, *, on: date, slug: str, begins: datetime | None, part: str
) -> Line:
    kind = row.kind
    subject: Any = getattr(row, kind) if kind else None
    return Line(
        row=row,
        ref=str(row.pk or f"d{place}"),
        anchor=anchor_of(row),
        begins=begins,
        part=part,
        why=why_sentence(row.why, on=on),
        detail=_detail(kind, subject),
        address=_address(kind, subject, slug),
        state=str(STATES.get(row.state, "")),
    )


def _beside(entry: Entry, *, slug: str, on: date, reason: str) -> Beside:
    return Beside(
        kind=entry.kind,
        number=entry.id,
        title=entry.title,
        word=str(KINDS[entry.kind]),
        why=why_sentence(why_of(replace(entry, missed=0), on=on), on=on),
        reason=reason,
        address=_page_of(entry.kind, entry.id, slug),
    )


def _detail(kind: str, subject: Any) -> str:
    """Who took it on, who asks, or who sees to it."""
    field = PEOPLE.get(kind)
    person = getattr(subject, field) if field else None
    return str(person.name) if person else ""


def _address(kind: str, subject: Any, slug: str) -> str:
    if not kind:
        return ""
    return _page_of(kind, subject.solution_id if kind == "rollout" else subject.pk, slug)


def _page_of(kind: str, number: int, slug: str) -> str:
    return f"{_pages_of(kind, slug)}{number}/" if kind in PAGES else ""


@lru_cache(maxsize=4096)
def _pages_of(kind: str, slug: str) -> str:
    """Where the addresses of a kind begin; they end with a number, and a page has dozens."""
    return reverse(PAGES[kind], args=[slug, 0]).removesuffix("0/")


def sentence_of(page: Page) -> str:
    """How full the agenda is, in a sentence."""
    used, minutes = page.agenda.used, page.agenda.minutes
    if page.over:
        words = _("{used} minutes for a gathering of {minutes}: {over} too many.")
        return words.format(used=used, minutes=minutes, over=page.over)
    return _("{used} of {minutes} minutes.").format(used=used, minutes=minutes)
