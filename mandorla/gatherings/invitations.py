"""Gatherings by mail, as invitations that a calendar program enters: each person gets their own.

What changed is looked for from time to time and not sent by each click, so that several changes
in a row are one letter, through whatever door they came.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass
from email.mime.text import MIMEText
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string

from mandorla.base.models import Organization
from mandorla.core.rhythm_words import words
from mandorla.gatherings.calendar.meeting import Meeting, Party
from mandorla.gatherings.calendar.of_series import meeting_of, meetings_of, window_start
from mandorla.gatherings.calendar.recurrence import from_then_on
from mandorla.gatherings.calendar.writing import invitation
from mandorla.gatherings.models import Gathering, Invitee, Series
from mandorla.people.letters import delivered, sends_letters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mandorla.communities.models import Community

log = logging.getLogger(__name__)


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


def write_invitations(*, at: datetime) -> int:
    """Everybody who wants invitations gets what is new since they were written to.

    Args:
        at: Now.

    Returns:
        How many letters were sent.
    """
    organization = _sender()
    if organization is None:
        return 0
    waiting: dict[int, list[Invitee]] = defaultdict(list)
    for invitee in _waiting():
        waiting[invitee.community_id].append(invitee)
    letters = [
        letter for invitees in waiting.values() for letter in _letters(invitees, organization, at)
    ]
    sent = sum(delivered(letters))
    if sent < len(letters):
        log.error("%d of %d invitations could not be sent", len(letters) - sent, len(letters))
    return sent


def sends_invitations() -> bool:
    """Whether letters leave this installation."""
    return _sender() is not None


def _sender() -> Organization | None:
    """In whose name letters go out; nobody of an invented organization gets any."""
    organization = Organization.current() if sends_letters() else None
    return organization if organization and not organization.is_demo else None


def _waiting() -> Iterator[Invitee]:
    """Those who were not written to since something of their community changed."""
    later = {"community": OuterRef("community"), "changed_at__gt": OuterRef("told_at")}
    changed = Exists(Series.objects.filter(**later))
    touched = Exists(Gathering.objects.filter(sequence__gt=0, **later))
    found = Invitee.objects.reachable().filter(Q(told_at=None) | Q(changed) | Q(touched))
    yield from found.exclude(community__status="closed").order_by("community", "pk")


def _letters(
    invitees: list[Invitee], organization: Organization, at: datetime
) -> Iterator[EmailMessage]:
    """The letters about one community. Of two who come at once, one writes."""
    rhythms, ones = _news(invitees[0].community, at)
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = Party(organization.name, address)
    for invitee in invitees:
        since = invitee.told_at
        if not invitee.tell(until=at):
            continue
        told = [news for news in rhythms if since is None or news.changed_at > since]
        known = {news.meeting.uid for news in told}
        if since is not None:
            told += [
                news for news in ones if news.changed_at > since and news.meeting.uid not in known
            ]
        yield from (_letter(news, invitee, organizer, at) for news in told)


def _news(community: Community, at: datetime) -> tuple[list[News], list[News]]:
    """The rhythms that go on, each with what differs from it; and what differs, one by one."""
    rhythms: list[News] = []
    ones: list[News] = []
    rows: dict[int, list[Gathering]] = defaultdict(list)
    since = window_start(at)
    kept = Gathering.objects.filter(community=community, starts_at__gte=since).defer("notes")
    for gathering in kept.order_by("pk"):
        rows[gathering.series_id].append(gathering)
    series = Series.objects.filter(community=community).exclude(rule="").with_dates()
    for one in series.order_by("pk"):
        rhythms += [
            News(meeting, one.changed_at or since)
            for meeting in meetings_of(one, rows[one.pk], since=since, site=settings.BASE_URL)
            if meeting.rule and from_then_on(meeting, since=at)
        ]
        ones += [
            News(meeting_of(one, gathering, site=settings.BASE_URL), gathering.changed_at)
            for gathering in rows[one.pk]
            if gathering.sequence and gathering.starts_at > at
        ]
    return rhythms, ones


def _letter(news: News, invitee: Invitee, organizer: Party, at: datetime) -> EmailMessage:
    """The first line of the template is the subject."""
    person = invitee.person
    context = {"news": news, "community": invitee.community, "site": settings.BASE_URL}
    text = render_to_string("gatherings/letters/invitation.txt", context).strip()
    subject, _line, body = text.partition("\n")
    letter = EmailMessage(subject.strip(), body.lstrip(), None, [str(person.email)])
    attendee = Party(person.name, str(person.email))
    data = invitation(news.meeting, organizer=organizer, attendee=attendee, written_at=at)
    part = MIMEText(data.decode(), "calendar", "utf-8")
    part.set_param("method", "CANCEL" if news.is_off else "REQUEST")
    part.add_header("Content-Disposition", "attachment", filename="invitation.ics")
    letter.attach(part)
    return letter
