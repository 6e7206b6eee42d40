"""What happens to rounds when nobody clicks: letters go out, and what is over is counted.

Each step is taken once, however often and by however many it is tried: it looks again at the
round while it holds its lock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mandorla.value.counting import close
from mandorla.value.jobs import write_letters_later
from mandorla.value.models import Elicitation

if TYPE_CHECKING:
    from datetime import datetime


def rounds_to_hold(*, at: datetime) -> list[Elicitation]:
    """Rounds that have begun and are not closed, the oldest first."""
    begun = Elicitation.objects.filter(state="open", opens_at__lte=at)
    return list(begun.select_related("community").order_by("opens_at", "pk"))


def hold(elicitation: Elicitation, *, at: datetime) -> str:
    """Take the next step of a round, if there is one.

    Args:
        elicitation: A round that has begun.
        at: The moment.

    Returns:
        "closed", "invited" or "reminded"; empty when nothing is to be done.
    """
    with transaction.atomic():
        now = Elicitation.objects.select_for_update().get(pk=elicitation.pk)
        if now.phase(at=at) == "over":
            close(now, by=None, at=at)
            return "closed"
        if now.is_to_invite(at=at):
            now.invite(at=at)
            write_letters_later(now.pk, kind="invitation")
            return "invited"
        if now.is_to_remind(at=at):
            now.remind(at=at)
            write_letters_later(now.pk, kind="reminder")
            return "reminded"
    return ""


def ask_newcomers(elicitation: Elicitation) -> int:
    """Members who came since the round was opened may vote, too, and are written to.

    Returns:
        How many those are.
    """
    with transaction.atomic():
        people = elicitation.newcomers()
        count = elicitation.invite_newcomers()
        if people and elicitation.invited_at is not None:
            write_letters_later(elicitation.pk, kind="invitation", only=people)
    return count
