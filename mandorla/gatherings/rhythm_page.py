"""The tab Gatherings of a community: its rhythm, what comes next, and what was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from mandorla.communities.header import Soon
from mandorla.core.occurrences import why_undated
from mandorla.core.rhythm_rule import needs_first_date, rule_of
from mandorla.core.rhythm_words import words
from mandorla.gatherings.kept import Kept, kept_of
from mandorla.gatherings.models import Series
from mandorla.gatherings.occurrences import gatherings_of, next_gatherings, next_of
from mandorla.gatherings.turns import facilitators_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mandorla.communities.models import Community
    from mandorla.gatherings.models import Gathering
    from mandorla.people.models import Person

NEXT = 12


@dataclass(frozen=True)
class Former:
    """What a rhythm was until a day."""

    words: str
    until_on: date


@dataclass(frozen=True)
class Rhythm:
    """One series of a community, as people speak of it.

    Attributes:
        words: The rhythm in words, or as it was written.
        undated: Why no dates are known, in a sentence; empty when they are.
        former: What it was before, the newest first.
    """

    series: Series
    words: str
    undated: str
    has_ended: bool
    former: tuple[Former, ...]


@dataclass(frozen=True)
class Line:
    """One gathering in a list.

    Attributes:
        day: The day it takes place, by the clock of its series.
        starts: The time it starts, such as "09:00".
        ends: The time it is over.
        moved_from: The day it was planned for, when that is another one.
        place: Where it is, when that is not where the series meets.
        status: A word on it and how it looks; empty while it is just planned.
        address: Its own page.
        change: Where it is moved or cancelled; empty when it cannot be.
    """

    gathering: Gathering
    day: datetime
    starts: str
    ends: str
    moved_from: date | None
    place: str
    facilitator: Person | None
    status: tuple[str, str]
    address: str
    change: str


@dataclass(frozen=True)
class RhythmPage:
    """The tab for one reader.

    Attributes:
        rhythms: Its series, those that go on first.
        coming: The next gatherings of all of them.
        year: The year whose past gatherings are shown.
        years: The years that have some, the newest first.
        past: The gatherings of that year that are over, the newest first.
        kept: How many of them were held.
        zone: The zone of all that is listed, when it is the same for all.
    """

    rhythms: tuple[Rhythm, ...]
    coming: tuple[Line, ...]
    year: int
    years: tuple[int, ...]
    past: tuple[Line, ...]
    kept: Kept
    zone: str

    @property
    def several(self) -> bool:
        """Whether it has more than one series, so that lists name them."""
        return len(self.rhythms) > 1


def read_rhythm(
    community: Community, *, at: datetime, year: int, names: bool, may_change: bool
) -> RhythmPage:
    """Read the tab, in a fixed number of queries.

    Args:
        community: The community.
        at: Now.
        year: The year whose past is asked for.
        names: Whether the reader may see who facilitates.
        may_change: Whether the reader may move and cancel.
    """
    series = list(Series.objects.filter(community=community).with_dates())
    coming = next_gatherings(series, at=at, limit=NEXT)
    begin, end = _year(year), _year(year + 1)
    whole = gatherings_of(series, after=begin, before=min(end, at)) if begin < at else []
    past = [one for one in reversed(whole) if one.ends_at <= at]
    facilitators = facilitators_of(coming) if names else {}
    zones = {one.series.zone for one in [*coming, *past]}
    return RhythmPage(
        rhythms=tuple(sorted(map(_rhythm(at), series), key=lambda one: one.has_ended)),
        coming=tuple(_line(one, at, facilitators, may_change=may_change) for one in coming),
        year=year,
        years=_years(series, at),
        past=tuple(_line(one, at, {}, may_change=may_change) for one in past),
        kept=kept_of(past),
        zone=zones.pop() if len(zones) == 1 else "",
    )


def _year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=UTC)


def _years(series: Sequence[Series], at: datetime) -> tuple[int, ...]:
    begun = [stretch.pattern.starts_on.year for one in series for stretch in one.stretches]
    return tuple(range(at.year, max(min(begun), at.year - 50) - 1, -1)) if begun else ()


def _rhythm(at: datetime) -> Any:
    def read(series: Series) -> Rhythm:
        former = [
            Former(words(row.rule, starts_at=row.starts_time, timezone=row.timezone), row.until_on)
            for row in series.former.all()
        ]
        return Rhythm(
            series=series,
            words=series.words,
            undated=undated(series),
            has_ended=bool(series.ends_on and series.ends_on < at.date()),
            former=tuple(reversed(former)),
        )

    return read


def undated(series: Series) -> str:
    """Why no dates can be computed for a series; empty when they can."""
    if not series.rule:
        return _("It is kept as it was written, so no dates are known.")
    pattern = series.pattern
    if reason := why_undated(pattern):
        return reason
    if series.starts_on is None and needs_first_date(rule_of(series.rule)):
        return _(
            "Which of the weeks or months are meant is not said: a first date would settle it."
        )
    return ""


def soon(community: Community, at: datetime) -> Soon | None:
    """The next gathering of a community for its header; one query when it has no rhythm."""
    gathering = next_of([community], at=at).get(community.pk)
    if gathering is None:
        return None
    local = gathering.local_start
    return Soon(
        on=local.date(),
        time=f"{local:%H:%M}",
        zone=gathering.series.zone,
        address=_address(gathering),
    )


def _address(gathering: Gathering) -> str:
    base = reverse("gatherings:gatherings", args=[gathering.community.slug])
    return f"{base}{gathering.series_id}/{gathering.planned_on:%Y-%m-%d}/"


def _line(
    gathering: Gathering,
    at: datetime,
    facilitators: dict[tuple[int, date], Person],
    *,
    may_change: bool,
) -> Line:
    local = gathering.local_start
    address = _address(gathering)
    changes = may_change and gathering.state in {"planned", "cancelled"} and gathering.ends_at > at
    return Line(
        gathering=gathering,
        day=local,
        starts=f"{local:%H:%M}",
        ends=f"{gathering.local_end:%H:%M}",
        moved_from=gathering.planned_on if gathering.planned_on != local.date() else None,
        place=gathering.place if gathering.place != gathering.series.place else "",
        facilitator=facilitators.get((gathering.series_id, gathering.planned_on)),
        status=_status(gathering, at),
        address=address,
        change=f"{address}change/" if changes else "",
    )


def _status(gathering: Gathering, at: datetime) -> tuple[str, str]:
    if gathering.state == "cancelled":
        return _("cancelled"), "is-none"
    if gathering.state == "running":
        return _("under way"), "is-good"
    if gathering.state == "held":
        return _("held"), "is-good"
    return (_("not noted"), "is-watch") if gathering.ends_at <= at else ("", "")
