"""Asking who told a story how it went on: once, on the day they named, and never again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from mandorla.base.models import Notification
from mandorla.ledger.models import Story

if TYPE_CHECKING:
    from datetime import datetime

AT_ONCE: Final = 500


def ask_again(*, at: datetime) -> int:
    """Whoever promised a later step of a story for today reads so in their news.

    Args:
        at: The moment.

    Returns:
        How many were asked. Who cannot sign in any more is not.
    """
    due = Story.objects.to_ask_again(on=timezone.localtime(at).date())
    waiting = due.filter(teller__is_active=True).select_related("community", "teller")
    return sum(_ask(story, at=at) for story in waiting.order_by("pk")[:AT_ONCE])


def _ask(story: Story, *, at: datetime) -> bool:
    with transaction.atomic():
        if not Story.objects.filter(pk=story.pk, asked_again_at=None).update(asked_again_at=at):
            return False
        Notification.tell(
            "story.asked",
            to=[story.teller],
            about=story,
            address=story.get_absolute_url(),
            by=None,
            at=at,
            text=story.title,
        )
    return True
