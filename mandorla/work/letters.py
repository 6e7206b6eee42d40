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
from mandorla.people.letters import delivered, sends_letters
from mandorla.people.models import Person
from mandorla.work.digest import read_digest

if TYPE_CHECKING:
    from mandorla.work.models import Digest

log = logging.getLogger(__name__)


def write_digest(digest: Digest) -> int:
    """Everybody who wants the digests of the community and is still in it gets this one.

    Returns:
        How many letters were sent.
    """
    organization = Organization.current()
    if not sends_letters() or organization is None:
        return 0
    community = digest.gathering.community
    context = {"told": read_digest(digest.gathering), "link": _link(digest)}
    text = render_to_string("work/letters/digest.txt", {**context, "community": community})
    subject, _line, body = text.strip().partition("\n")
    wanted = Subscription.objects.filter(community=community).values("person")
    here = Membership.objects.current().filter(community=community).values("person")
    people = Person.objects.filter(
        ~Q(email=None), Q(pk__in=here) | Q(is_program_manager=True), is_active=True, pk__in=wanted
    ).order_by("pk")
    letters = [
        EmailMessage(subject.strip(), body.lstrip(), None, [str(person.email)]) for person in people
    ]
    sent = sum(delivered(letters))
    if sent < len(letters):
        log.error(
            "%s: %d of %d letters could not be sent", digest, len(letters) - sent, len(letters)
        )
    return sent


def _link(digest: Digest) -> str:
    """Where it is read; nothing when this installation does not know its own address."""
    if not settings.BASE_URL:
        return ""
    gathering = digest.gathering
    place = [gathering.community.slug, gathering.series_id, gathering.planned_on]
    return f"{settings.BASE_URL}{reverse('work:digest', args=place)}"
