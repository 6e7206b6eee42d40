"""Asking people whether what became of their issue or ask changed anything: once, weeks later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Exists, F, OuterRef, Q

from mandorla.ledger.models import AskedOnce, Story
from mandorla.ledger.models.asked_once import Asked
from mandorla.work.models import Ask, RolloutLine, Solution
from mandorla.work.models.solution import ROLLED_OUT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import QuerySet

WAIT: Final = timedelta(weeks=6)  # until a difference can have shown: our own policy
LATEST: Final = timedelta(weeks=12)  # what is longer ago nobody is asked about
STAYS: Final = timedelta(weeks=2)  # on Today; and nobody is asked a second thing within it
AT_ONCE: Final = 500


def ask_once(*, at: datetime) -> int:
    """Whoever brought up what was solved six weeks ago is asked what it changed for them.

    It is about solutions that grew out of an issue surfaced by name, and asks that were answered
    and solved. Each person is asked one thing in two weeks, and each thing once.

    Args:
        at: The moment.

    Returns:
        How many were asked. Who cannot sign in, or has told a story of it, is not.
    """
    asked: dict[int, Asked] = {}
    for one in [*_surfaced(at=at), *_needed(at=at)]:
        asked.setdefault(one.person, one)
    AskedOnce.ask_all(asked.values(), at=at)
    return len(asked)


def _surfaced(*, at: datetime) -> Iterator[Asked]:
    """Issues by name with a solution that is accepted, or that a unit works with, since then."""
    then = (at - LATEST, at - WAIT)
    lines = RolloutLine.objects.filter(
        solution=OuterRef("pk"), state="adopted", changed_at__range=then
    )
    accepted = Q(state="accepted", decided_at__range=then)
    due = Solution.objects.filter(accepted | Exists(lines), state__in=ROLLED_OUT)
    due = due.exclude(community__status="closed").filter(
        problem__issues__is_anonymous=False, problem__issues__surfaced_by__is_active=True
    )
    rows = due.annotate(person=F("problem__issues__surfaced_by"), issue=F("problem__issues"))
    told = _not_yet(rows, "solution", at=at).order_by("pk", "problem__issues__surfaced_at", "issue")
    for person, pk, issue in told.values_list("person", "pk", "issue")[:AT_ONCE]:
        yield Asked(person, solution=pk, issue=issue)


def _needed(*, at: datetime) -> Iterator[Asked]:
    """Asks that somebody answered, and that were marked solved then."""
    solved = Ask.objects.filter(
        state="solved",
        first_answered_at__isnull=False,
        closed_at__range=(at - LATEST, at - WAIT),
        asked_by__is_active=True,
    )
    rows = solved.exclude(community__status="closed").annotate(person=F("asked_by"))
    told = _not_yet(rows, "ask", at=at).order_by("closed_at", "pk")
    for person, pk in told.values_list("person", "pk")[:AT_ONCE]:
        yield Asked(person, ask=pk)


def _not_yet(rows: QuerySet[Any], name: str, *, at: datetime) -> QuerySet[Any]:
    """Those about which the person was not asked and told nothing, who were left alone lately."""
    of_it = {name: OuterRef("pk")}
    mine = AskedOnce.objects.filter(person=OuterRef("person"))
    marked: QuerySet[Any] = rows.annotate(
        was_asked=Exists(mine.filter(**of_it)),
        was_told=Exists(Story.objects.filter(teller=OuterRef("person"), **of_it)),
        lately=Exists(mine.filter(asked_at__gt=at - STAYS)),
    )
    return marked.filter(was_asked=False, was_told=False, lately=False)
