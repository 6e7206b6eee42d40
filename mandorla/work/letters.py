"""The digest of a gathering by mail, to each who wants it on its own."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from mandorla.base.models import Organization
from mandorla.communities.models import Membership
from mandorla.gatherings.models import Subscription
from mandorla.people.letters import Outcome, outcomes, sends_letters
from mandorla.people.models import Person
from mandorla.work.digest import read_digest
from mandorla.work.models import Digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

log = logging.getLogger(__name__)


def write_digest(digest: Digest, *, at: datetime) -> int:
    """Everybody who wants the digests of the community and is still in it gets this one.

    Returns:
        How many letters were sent.
    """
    return _write(digest, _readers(digest), at=at) if _sends() else 0


def write_missed_digests(*, at: datetime) -> int:
    """Those whom a digest could not be delivered to get it now, if they still want it.

    Returns:
        How many letters were sent.
    """
    if not _sends():
        return 0
    sent = 0
    for digest in Digest.objects.undelivered().order_by("pk"):
        if digest.take_up():
            people = _readers(digest).filter(pk__in=digest.to_try_again(at=at))
            sent += _write(digest, people, at=at)
    return sent


def _sends() -> bool:
    return sends_letters() and Organization.current() is not None


def _readers(digest: Digest) -> QuerySet[Person]:
    community = digest.gathering.community
    wanted = Subscription.objects.filter(community=community).values("person")
    here = Membership.objects.current().filter(community=community).values("person")
    return Person.objects.filter(
        ~Q(email=None), Q(pk__in=here) | Q(is_program_manager=True), is_active=True, pk__in=wanted
    ).order_by("pk")


def _write(digest: Digest, readers: Iterable[Person], *, at: datetime) -> int:
    """Each gets a letter, or is kept in mind when the mail server may take it later."""
    people = list(readers)
    if not people:
        return 0
    subject, body = _words(digest)
    letters = [EmailMessage(subject, body, None, [str(person.email)]) for person in people]
    sent = 0
    for person, outcome in zip(people, outcomes(letters), strict=True):
        sent += outcome is Outcome.SENT
        if outcome is Outcome.LATER:
            digest.miss(str(person.pk), at=at)
    if sent < len(people):
        log.error("%s: %d of %d letters could not be sent", digest, len(people) - sent, len(people))
    return sent


def _words(digest: Digest) -> tuple[str, str]:
    """The subject, which is the first line of the template, and the rest."""
    context = {"told": read_digest(digest.gathering), "link": _link(digest)}
    community = digest.gathering.community
    text = render_to_string("work/letters/digest.txt", {**context, "community": community})
    subject, _line, body = text.strip().partition("\n")
    return subject.strip(), body.lstrip()


def _link(digest: Digest) -> str:
    """Where it is read; nothing when this installation does not know its own address."""
    if not settings.BASE_URL:
        return ""
    gathering = digest.gathering
    place = [gathering.community.slug, gathering.series_id, gathering.planned_on]
    return f"{settings.BASE_URL}{reverse('work:digest', args=place)}"
