"""What a calendar would bring to a community, looked at before anything is made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from itertools import chain, islice
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.lines import validate_line
from mandorla.gatherings.calendar.planned import LONGEST, Planned, said
from mandorla.gatherings.calendar.reading import Found, read
from mandorla.gatherings.calendar.recurrence import by_rule, from_then_on, occurrences
from mandorla.gatherings.calendar.writing import file as as_file
from mandorla.gatherings.models import Series

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mandorla.communities.models import Community
    from mandorla.gatherings.calendar.meeting import Meeting

LARGEST_PACKED = 1_500_000
NEXT = 3
AHEAD = timedelta(days=3 * 366)
_SALT = "mandorla.gatherings.calendar.plan"


@dataclass(frozen=True)
class CalendarPlan:
    """What would become of a calendar.

    Attributes:
        file: What the file is called.
        floating: The clock of times that name none.
        planned: What can be made, by its first date.
        problems: What is left out, each a sentence.
        notes: What was taken in a way one should know of.
    """

    file: str
    floating: str
    planned: tuple[Planned, ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def new(self) -> tuple[Planned, ...]:
        """What the community does not have yet."""
        return tuple(one for one in self.planned if not one.is_known)

    def packed(self) -> str:
        """The calendar as text that a page carries from what it shows to what it does.

        It holds what is shown and no more; nothing of the file is kept on the server in between.

        Raises:
            Refused: It is more than a page can carry.
        """
        meetings = [replace(one.meeting, description="", page="") for one in self.planned]
        told = [self.file, self.floating, as_file(meetings).decode()]
        text = signing.dumps(told, salt=_SALT, compress=True)
        if len(text) > LARGEST_PACKED:
            raise Refused(_("The calendar holds more than can be looked at in one go."))
        return text


def usual_zone(community: Community) -> str:
    """The clock by which a community meets already, or that of the installation."""
    series = Series.objects.filter(community=community).exclude(timezone="").order_by("-pk")
    return series.values_list("timezone", flat=True).first() or settings.TIME_ZONE


def read_plan(
    data: bytes, *, file: str, floating: str, community: Community, at: datetime
) -> CalendarPlan:
    """What a calendar would bring to a community from now on.

    Args:
        data: What the file holds.
        file: What it is called.
        floating: The clock of times that name none.
        community: Where it would be taken in.
        at: Now; what is over stays where it is.
    """
    found = read(data, file=file, floating=ZoneInfo(floating))
    known = set(Series.objects.filter(community=community).values_list("uid", flat=True))
    planned, problems = _planned(found, file, known, at)
    return CalendarPlan(file, floating, planned, (*found.problems, *problems), found.notes)


def unpacked(text: str, *, community: Community, at: datetime) -> CalendarPlan:
    """The plan of what was packed, as it is now.

    Raises:
        Refused: It is something else.
    """
    try:
        file, floating, written = signing.loads(text, salt=_SALT)
    except signing.BadSignature as wrong:
        raise Refused(_("This is not what was shown before. Choose the file again.")) from wrong
    return read_plan(written.encode(), file=file, floating=floating, community=community, at=at)


def _planned(
    found: Found, file: str, known: set[str], at: datetime
) -> tuple[tuple[Planned, ...], list[str]]:
    made, problems = [], []
    for meeting in chain.from_iterable(map(_apart, found.meetings)):
        later = from_then_on(meeting, since=at)
        if meeting.is_cancelled:
            why = _("it is called off")
        elif later is None:
            why = _("it is over")
        else:
            one = _one(later, known, at)
            why = "" if one.is_known else _why_not(one)
            if not why:
                made.append(one)
                continue
        sentence = _("{file}, “{event}” on {day}: left out, because {why}.")
        day = meeting.starts_at.date()
        problems.append(sentence.format(file=file, event=meeting.summary[:80], day=day, why=why))
    made.sort(key=lambda one: (one.meeting.starts_at, one.uid))
    return tuple(made), problems


def _apart(meeting: Meeting) -> Iterator[Meeting]:
    """A rhythm, and each date beside it as a meeting of its own."""
    added = set(meeting.added)
    own = tuple(one for one in meeting.changed if one.recurs_at not in added)
    yield replace(meeting, added=(), changed=own)
    for moment in meeting.added:
        changed = next((one for one in meeting.changed if one.recurs_at == moment), None)
        stamp = f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        alone = replace(
            meeting,
            uid=f"{meeting.uid}/{stamp}",
            starts_at=changed.starts_at if changed else moment,
            minutes=changed.minutes if changed else meeting.minutes,
            is_cancelled=meeting.is_cancelled or bool(changed and changed.is_cancelled),
            rule="",
            until=None,
            left_out=(),
            added=(),
            changed=(),
        )
        yield alone


def _one(meeting: Meeting, known: set[str], at: datetime) -> Planned:
    moments = set(meeting.left_out)
    gone = [one.recurs_at for one in meeting.changed if one.is_cancelled]
    gone += [
        moment for moment in moments if next(by_rule(meeting, since=moment.date()), 0) == moment
    ]
    moved = tuple(one for one in meeting.changed if not one.is_cancelled)
    one = Planned(
        meeting=meeting,
        rhythm=said(meeting),
        next=tuple(islice(occurrences(meeting, first=at, last=at + AHEAD), NEXT)),
        moved=moved,
        cancelled=tuple(sorted(gone)),
        is_known=False,
    )
    return replace(one, is_known=one.uid in known)


def _why_not(one: Planned) -> str:
    """Why a community cannot keep it, if so."""
    if len(one.meeting.rule) > LONGEST["rule"]:
        return _("its rule is longer than 200 signs")
    try:
        validate_line(one.facts["name"])
        validate_line(one.facts["place"])
    except ValidationError:
        return _("its name or place holds signs that cannot be seen")
    try:
        Series(**one.facts).refuse_without_dates()
    except Refused as refusal:
        return refusal.sentence[:1].lower() + refusal.sentence[1:].rstrip(".")
    return ""


def as_data(plan: CalendarPlan) -> dict[str, Any]:
    """The plan as programs read it."""
    return {
        "series": [
            {
                "uid": one.uid,
                "name": one.facts["name"],
                "rhythm": one.rhythm,
                "next": [moment.isoformat() for moment in one.next],
                "moved": [
                    {
                        "planned_on": changed.recurs_at.date().isoformat(),
                        "starts_at": changed.starts_at.isoformat(),
                    }
                    for changed in one.moved
                ],
                "cancelled": [moment.date().isoformat() for moment in one.cancelled],
                "is_known": one.is_known,
            }
            for one in plan.planned
        ],
        "problems": list(plan.problems),
        "notes": list(plan.notes),
    }
