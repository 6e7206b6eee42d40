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
from mandorla.gatherings.calendar.meeting import Party
from mandorla.gatherings.calendar.writing import invitation
from mandorla.gatherings.calendar_news import News, news_of
from mandorla.gatherings.models import Gathering, Invitee, Series
from mandorla.people.letters import Outcome, outcomes, sends_letters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

log = logging.getLogger(__name__)


def write_invitations(*, at: datetime) -> int:
    """Everybody who wants invitations gets what is new since they were written to.

    What could not be delivered is tried again by the next run, and nothing else is: a letter that
    went out never goes out twice.

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
    written: list[_Written] = []

    def letters() -> Iterator[EmailMessage]:
        for invitees in waiting.values():
            for one in _letters(invitees, organization, at):
                written.append(one)
                yield one.mail

    sent = 0
    for outcome in outcomes(letters()):
        sent += outcome is Outcome.SENT
        if outcome is Outcome.LATER:
            written[-1].invitee.miss(written[-1].key, at=at)
    if sent < len(written):
        log.error("%d of %d invitations could not be sent", len(written) - sent, len(written))
    return sent


def sends_invitations() -> bool:
    """Whether letters leave this installation."""
    return _sender() is not None


def _sender() -> Organization | None:
    """In whose name letters go out; nobody of an invented organization gets any."""
    organization = Organization.current() if sends_letters() else None
    return organization if organization and not organization.is_demo else None


def _waiting() -> Iterator[Invitee]:
    """Those who were not written to since something of their community changed, or in vain."""
    later = {"community": OuterRef("community"), "changed_at__gt": OuterRef("told_at")}
    changed = Exists(Series.objects.filter(**later))
    touched = Exists(Gathering.objects.filter(sequence__gt=0, **later))
    is_new = Q(told_at=None) | ~Q(missed={}) | Q(changed) | Q(touched)
    yield from Invitee.objects.reachable().filter(is_new).order_by("community_id", "pk")


@dataclass(frozen=True)
class _Written:
    """A letter, whom it is to, and what it tells."""

    invitee: Invitee
    key: str
    mail: EmailMessage


def _letters(
    invitees: list[Invitee], organization: Organization, at: datetime
) -> Iterator[_Written]:
    """The letters about one community. Of two who come at once, one writes."""
    news = news_of(invitees[0].community, at=at)
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = Party(organization.name, address)
    for invitee in invitees:
        since, missed = invitee.told_at, invitee.to_try_again(at=at)
        if not invitee.tell(until=at):
            continue
        for told in news.since(since, missed=missed):
            yield _Written(invitee, told.key, _letter(told, invitee, organizer, at))


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
