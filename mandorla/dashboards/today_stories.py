"""What of stories waits for somebody: is a gain so, how did theirs go on, is there one to tell."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.prepared import prepared
from mandorla.dashboards.mine import Mine, Task
from mandorla.ledger.asking_once import STAYS
from mandorla.ledger.models import AskedOnce, Claim, Story

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

MOST: Final = 5  # of one kind at once
STAYS_DAYS: Final = 7  # who does not want to tell more is not asked for ever


def of_stories(mine: Mine, *, at: datetime, on: date) -> Iterator[Task]:
    """Gains that they can say are so; how their own stories went on; what they are asked once."""
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
    yield from _what_changed(mine.person.pk, at=at)


def _what_changed(person: int, *, at: datetime) -> Iterator[Task]:
    """What became of what they brought up, and whether it changed anything for them."""
    for pk, solution, ask, slug, issue, text, proposal, state, units in _asked(person, at - STAYS):
        of_it = f"?solution={solution}" if solution else f"?ask={ask}"
        if solution and not units and state != "accepted":
            continue  # no unit works with it any more
        yield Task(
            _to_ask(issue, text, proposal, units),
            _("You are asked once. Nobody is told what you answer."),
            _("Tell it"),
            reverse("ledger:story_new", args=[slug]) + of_it,
            reverse("ledger:asked_once_end", args=[pk]),
        )


def _to_ask(issue: str | None, text: str | None, proposal: str, units: int) -> str:
    """What became of an ask, or else of an issue, and whether it changed anything."""
    if text:
        sentence = _("You asked “{text}”, and it was solved. Did that change anything for you?")
    elif units:
        sentence = ngettext(
            "You surfaced “{text}”. What we did about it is at work in {count} unit. "
            "Did that change anything for you?",
            "You surfaced “{text}”. What we did about it is at work in {count} units. "
            "Did that change anything for you?",
            units,
        )
    else:
        sentence = _(
            "You surfaced “{text}”. What we do about it: “{proposal}” "
            "Did that change anything for you?"
        )
    return sentence.format(text=text or issue or proposal, proposal=proposal, count=units)


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


@prepared
def _asked(person: int, since: datetime) -> QuerySet[AskedOnce, Any]:
    adopted = Q(solution__rollout__state="adopted")
    rows = AskedOnce.objects.of_person(person, since=since).order_by("asked_at", "pk")
    slug = Coalesce("solution__community__slug", "ask__community__slug")
    found = rows.annotate(units=Count("solution__rollout", filter=adopted), slug=slug)
    of_solution = ("solution__proposal", "solution__state", "units")
    wanted = ("pk", "solution", "ask", "slug", "issue__text", "ask__text", *of_solution)
    return found.values_list(*wanted)[:MOST]
