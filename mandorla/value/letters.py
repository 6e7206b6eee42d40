"""Letters to those who are asked in a round, each on its own: nobody sees who else got one.

What cannot be sent is counted in the log and not named there, because whoever gets a reminder
has not voted.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from mandorla.base.models import Organization
from mandorla.communities.models import Membership
from mandorla.people.letters import delivered, sends_letters
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Collection

    from mandorla.value.models import Elicitation

log = logging.getLogger(__name__)

KINDS = ("invitation", "reminder")


def write_to_waiting(
    elicitation: Elicitation, *, kind: str, only: Collection[int] | None = None
) -> int:
    """Everybody who can answer now and has not gets a letter, if they have an address.

    Args:
        elicitation: A round that is open.
        kind: "invitation" or "reminder".
        only: Of these people alone; None for all.

    Returns:
        How many letters were sent.
    """
    organization = Organization.current()
    if not sends_letters() or organization is None:
        return 0
    facts = {"round": elicitation, "community": elicitation.community, "organization": organization}
    letters = [
        _letter(person, kind, {**facts, "side": side, "link": _link(elicitation, side)})
        for side, people in (("organization", _sponsors), ("members", _members))
        for person in people(elicitation)
        if only is None or person.pk in only
    ]
    sent = sum(delivered(letters))
    if sent < len(letters):
        log.error(
            "%s: %d of %d letters could not be sent", elicitation, len(letters) - sent, len(letters)
        )
    return sent


def _members(elicitation: Elicitation) -> Any:
    """Those whose vote is not spent, and who have not left meanwhile or come to sponsor it."""
    waiting = elicitation.tokens.unspent().values("person")
    voters = elicitation.voters(elicitation.community)
    return _reachable().filter(pk__in=waiting).filter(pk__in=voters)


def _sponsors(elicitation: Elicitation) -> Any:
    """The sponsors who have not answered, until all have agreed."""
    if elicitation.allocations.filter(side="organization").exists():
        return _reachable().none()
    seats = Membership.objects.current().filter(community=elicitation.community, role="sponsor")
    answered = elicitation.answers.exclude(person=None).values("person")
    return _reachable().filter(pk__in=seats.values("person")).exclude(pk__in=answered)


def _reachable() -> Any:
    return Person.objects.filter(~Q(email=None), is_active=True).order_by("pk")


def _link(elicitation: Elicitation, side: str) -> str:
    """Where one answers; nothing when this installation does not know its own address."""
    if not settings.BASE_URL:
        return ""
    name = "value:answer" if side == "organization" else "value:ballot"
    path = reverse(name, args=[elicitation.community.slug, elicitation.number])
    return f"{settings.BASE_URL}{path}"


def _letter(person: Person, kind: str, context: dict[str, Any]) -> EmailMessage:
    """The first line of the template is the subject."""
    text = render_to_string(f"value/letters/{kind}.txt", {**context, "person": person}).strip()
    subject, _line, body = text.partition("\n")
    return EmailMessage(subject.strip(), body.lstrip(), None, [str(person.email)])
