"""What somebody took on and what is due: overdue first."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandorla.base.prepared import prepared
from mandorla.dashboards.mine import Mine, Task
from mandorla.gatherings.models import Commitment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

SOON_DAYS = 7  # what is due later does not wait for anybody yet
MOST = 10  # of them at once; the page of one's own commitments has all


def taken_on(mine: Mine, *, on: date) -> Iterator[Task]:
    """What somebody took on that is overdue or due within a week, in that order."""
    if not mine.roles:
        return
    until = on + timedelta(days=SOON_DAYS)
    for pk, text, due, key in _due(mine.person.pk, tuple(mine.roles), until):
        community = mine.communities[key]
        yield Task(
            text,
            _reason(due, on=on).format(name=community.name, day=date_format(due, "j F")),
            _("Say what came of it"),
            reverse("gatherings:commitment", args=[community.slug, pk]),
        )


@prepared
def _due(
    owner: int, communities: tuple[int, ...], until: date
) -> QuerySet[Commitment, tuple[int, str, date, int]]:
    rows = Commitment.objects.open().filter(
        owner=owner, community__in=communities, due_on__lte=until
    )
    return rows.due_first().values_list("pk", "text", "due_on", "community")[:MOST]


def _reason(due: date, *, on: date) -> str:
    if due < on:
        return _("You took it on in {name}. It was due on {day}.")
    if due == on:
        return _("You took it on in {name}. It is due today.")
    return _("You took it on in {name}. It is due on {day}.")
