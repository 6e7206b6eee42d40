"""What time and people delete: exports that wait too long, old posts, or all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from mandorla.base.models import Event, Organization
from mandorla.conversations.hashing import forget_salt
from mandorla.conversations.intake import the_lake
from mandorla.conversations.kept_export import KEPT_DAYS, forget_older
from mandorla.conversations.models import ConversationImport
from mandorla.conversations.retention import kept_from

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.people.models import Person


@dataclass(frozen=True)
class Forgotten:
    """What went.

    Attributes:
        exports: How many exports waited too long.
        months: The months of which posts were older than they are kept.
    """

    exports: int
    months: list[str]


def forget_due(*, at: datetime) -> Forgotten:
    """Exports that wait for a week go, and posts older than the installation keeps them.

    Args:
        at: The moment.
    """
    begin = at - timedelta(days=KEPT_DAYS)
    exports = list(ConversationImport.objects.waiting_since(begin).order_by("pk"))
    for one in exports:
        one.expire()
    orphans = forget_older(begin)
    oldest = kept_from(at)
    months = the_lake().remove_before(f"{oldest:%Y-%m}") if oldest else []
    return Forgotten(len(exports) + orphans, months)


def forget_all(*, by: Person | None, at: datetime) -> int:
    """No post is kept any more, and the salt is gone; figures that were made of them stay.

    The salt goes together with the posts: without it the same export would come in once more.

    Raises:
        Stale: An import runs.

    Returns:
        How many imports had posts.
    """
    with transaction.atomic():
        imports = list(ConversationImport.objects.exclude(state__in=["removed", "dropped"]))
        for one in imports:
            one.remove(by=by, at=at)
        place = Organization.current()
        if place:
            Event.record("conversations.forgotten", by=by, at=at, about=place)
        the_lake().clear()
        forget_salt()
    return len(imports)
