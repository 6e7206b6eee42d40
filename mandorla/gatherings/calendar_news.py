"""What a community has to tell calendars: the rhythms that go on, and what differs from them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from django.conf import settings

from mandorla.core.occurrences import planned_days
from mandorla.core.rhythm_words import words
from mandorla.gatherings.calendar.of_series import meeting_of, meetings_of, uid_of, window_start
from mandorla.gatherings.calendar.recurrence import from_then_on, occurrences
from mandorla.gatherings.models import Gathering, Series

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandorla.communities.models import Community
    from mandorla.gatherings.calendar.meeting import Meeting

LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class News:
    """Something that is sent: a rhythm, or one gathering of it.

    Attributes:
        meeting: As calendars get it.
        changed_at: When it changed last.
    """

    meeting: Meeting
    changed_at: datetime

    @property
    def key(self) -> str:
        """What it is known by, among all of its community."""
        alone = self.meeting.changed if not self.meeting.rule else ()
        return " ".join([self.meeting.uid, *(one.recurs_at.isoformat() for one in alone)])

    @property
    def is_off(self) -> bool:
        """Whether it does not take place."""
        alone = self.meeting.changed if not self.meeting.rule else ()
        return self.meeting.is_cancelled or any(one.is_cancelled for one in alone)

    @property
    def words(self) -> str:
        """When it is, for people."""
        meeting = self.meeting
        start = None if meeting.is_all_day else meeting.starts_at.time()
        if meeting.rule:
            return words(meeting.rule, starts_at=start, timezone=meeting.zone)
        one = meeting.changed[0].starts_at if meeting.changed else meeting.starts_at
        said = f"{one:%Y-%m-%d}" if start is None else f"{one:%Y-%m-%d %H:%M}"
        return f"{said}, {meeting.zone}"


@dataclass(frozen=True)
class AllNews:
    """What there is to tell of a community.

    Attributes:
        rhythms: Those that go on, each with what differs from it.
        over: Those that have ended: nothing of them is to come.
        ones: What differs from a rhythm, one by one.
    """

    rhythms: tuple[News, ...]
    over: tuple[News, ...]
    ones: tuple[News, ...]

    def since(self, told_at: datetime | None, *, missed: Sequence[str]) -> list[News]:
        """What somebody has not been told.

        Args:
            told_at: What changed until then was written to them; None when nothing was.
            missed: The keys of what could not be delivered.
        """
        if told_at is None:
            return list(self.rhythms)

        def is_new(news: News) -> bool:
            return news.changed_at > told_at or news.key in missed

        found = [news for news in [*self.rhythms, *self.over] if is_new(news)]
        known = {news.meeting.uid for news in found}
        return found + [one for one in self.ones if is_new(one) and one.meeting.uid not in known]


def news_of(community: Community, *, at: datetime) -> AllNews:
    """All there is to tell of a community now, in three queries."""
    since = window_start(at)
    rows: dict[int, list[Gathering]] = defaultdict(list)
    kept = Gathering.objects.filter(community=community, starts_at__gte=since).defer("notes")
    for gathering in kept.order_by("pk"):
        rows[gathering.series_id].append(gathering)
    rhythms: list[News] = []
    over: list[News] = []
    ones: list[News] = []
    series = Series.objects.filter(community=community).exclude(rule="").with_dates()
    for one in series.order_by("pk"):
        meetings = meetings_of(one, rows[one.pk], since=since, site=settings.BASE_URL)
        going = [meeting for meeting in meetings if _goes_on(meeting, community, at=at)]
        rhythms += [News(meeting, one.changed_at or since) for meeting in going]
        if uid_of(one, until=None) not in {meeting.uid for meeting in going}:
            over += [News(meeting, one.changed_at or since) for meeting in _ended(one)]
        ones += [
            News(meeting_of(one, gathering, site=settings.BASE_URL), gathering.changed_at)
            for gathering in rows[one.pk]
            if gathering.sequence and gathering.starts_at > at and not _fell_away(one, gathering)
        ]
    return AllNews(tuple(rhythms), tuple(over), tuple(ones))


def _goes_on(meeting: Meeting, community: Community, *, at: datetime) -> bool:
    """Whether a rhythm has dates to come; after a community has closed they are all cancelled."""
    if not meeting.rule:
        return False
    if community.has_closed and meeting.until:
        return bool(occurrences(meeting, first=at, last=meeting.until))
    return from_then_on(meeting, since=at) is not None


def _ended(series: Series) -> list[Meeting]:
    """The rhythm as a whole, cancelled: whatever a calendar still shows of it goes."""
    own = uid_of(series, until=None)
    found = meetings_of(series, (), since=LONG_AGO, site=settings.BASE_URL)
    return [
        replace(one, is_cancelled=True, changed=()) for one in found if one.rule and one.uid == own
    ]


def _fell_away(series: Series, gathering: Gathering) -> bool:
    """Whether it was a date of the rhythm beyond its last day: the rhythm tells that it ended."""
    if gathering.state != "cancelled" or not series.ends_on:
        return False
    day, endless = gathering.planned_on, replace(series.pattern, until_on=None)
    return day > series.ends_on and bool(list(planned_days(endless, since=day, until=day)))
