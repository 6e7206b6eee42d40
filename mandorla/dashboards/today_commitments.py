"""What somebody took on and what is due: overdue first."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

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
    soon = Commitment.objects.open().filter(
        owner=mine.person,
        community__in=list(mine.roles),
        due_on__lte=on + timedelta(days=SOON_DAYS),
    )
    wanted = ("pk", "text", "due_on", "community")
    for pk, text, due, community in soon.due_first().values_list(*wanted)[:MOST]:
        name, slug = mine.names[community]
        yield Task(
            text,
            _reason(due, on=on).format(name=name, day=date_format(due, "j F")),
            _("Say what came of it"),
            reverse("gatherings:commitment", args=[slug, pk]),
        )


def _reason(due: date, *, on: date) -> str:
    if due < on:
        return _("You took it on in {name}. It was due on {day}.")
    if due == on:
        return _("You took it on in {name}. It is due today.")
    return _("You took it on in {name}. It is due on {day}.")
