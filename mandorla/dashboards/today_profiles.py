"""What waits for somebody in members' rounds of a profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandorla.base.prepared import prepared
from mandorla.dashboards.mine import Mine, Task
from mandorla.maturity.models import ProfileToken
from mandorla.value.rules import MEMBER_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mandorla.people.models import Person


def in_profiles(mine: Mine, *, at: datetime) -> Iterator[Task]:
    """The rounds in which somebody can still say how far their community is."""
    belongs = mine.where(MEMBER_ROLES)
    if not belongs:
        return
    for community, number, closes_at in _to_answer(mine.person, belongs, at):
        found = mine.communities[community]
        yield Task(
            _("How far is {name}? Your answer is missing.").format(name=found.name),
            _("About five minutes. It carries no name, and it is possible until {day}.").format(
                day=date_format(timezone.localtime(closes_at), "j F")
            ),
            _("Answer"),
            reverse("maturity:ballot", args=[found.slug, number]),
        )


@prepared
def _to_answer(
    person: Person, communities: tuple[int, ...], at: datetime
) -> QuerySet[ProfileToken, tuple[int, int, datetime]]:
    tokens = ProfileToken.objects.of(person).unspent()
    waiting = tokens.filter(
        round__state="open", round__closes_at__gt=at, round__community__in=communities
    )
    rows = waiting.order_by("round__closes_at", "round")
    return rows.values_list("round__community", "round__number", "round__closes_at")
