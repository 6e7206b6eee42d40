"""What of stories waits for somebody: how theirs went on, and whether a gain is so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from mandorla.base.prepared import prepared
from mandorla.dashboards.mine import Mine, Task
from mandorla.ledger.models import Claim, Story

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

MOST: Final = 5  # of one kind at once
STAYS_DAYS: Final = 7  # who does not want to tell more is not asked for ever


def of_stories(mine: Mine, *, on: date) -> Iterator[Task]:
    """Gains that they can say are so; then how their own stories went on."""
    led = mine.where({"leader"})  # who leads confirms nothing
    for title, slug, number in _to_confirm(mine.person.pk, led):
        yield Task(
            _("Is it so? “{title}” claims a gain that you had a part in.").format(title=title),
            _("It counts only when somebody who has the gain says so."),
            _("Look at it"),
            reverse("ledger:story", args=[slug, number]) + "#claim",
        )
    for title, slug, number in _to_go_on(mine.person.pk, on - timedelta(days=STAYS_DAYS), on):
        yield Task(
            _("How did it go on? “{title}”").format(title=title),
            _("You wanted to be asked about now."),
            _("Tell it"),
            reverse("ledger:story", args=[slug, number]) + "#on",
        )


@prepared
def _to_confirm(person: int, led: tuple[int, ...]) -> QuerySet[Claim, Any]:
    """Those one was asked about, and those that others made of one's own story."""
    waiting = Claim.objects.filter(state="claimed", story__state="told")
    waiting = waiting.exclude(story__community__status="closed").exclude(claimed_by=person)
    waiting = waiting.exclude(story__community__in=led)
    mine = waiting.filter(Q(asked=person) | Q(asked=None, story__teller=person))
    rows = mine.order_by("claimed_at", "pk")
    return rows.values_list("story__title", "story__community__slug", "story__number")[:MOST]


@prepared
def _to_go_on(person: int, since: date, until: date) -> QuerySet[Story, Any]:
    own = Story.objects.told().filter(teller=person, promised_on__gt=since, promised_on__lte=until)
    own = own.exclude(community__status="closed")
    rows = own.order_by("promised_on", "pk")
    return rows.values_list("title", "community__slug", "number")[:MOST]
