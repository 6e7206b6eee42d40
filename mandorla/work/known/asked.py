"""What is asked: by management, by those who need a hand, of members, and of sponsors."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from mandorla.base.known import Known, since
from mandorla.base.models import Event
from mandorla.communities.models import Membership
from mandorla.core.yields import FEWEST
from mandorla.maturity.models import Assessment
from mandorla.value.models import Token
from mandorla.work.helping import ONLINE, WAITS
from mandorla.work.models import Ask, Insight, Question
from mandorla.work.yields.asking import DAY, is_answered

if TYPE_CHECKING:
    from datetime import datetime

NEWCOMER_WAITS: Final = timedelta(hours=48)
INSIGHT_WAITS: Final = timedelta(weeks=2)
MONTHS: Final = 3


def read_asked(known: Known, *, at: datetime) -> None:
    """Read it, in a fixed number of queries."""
    quarter = since("quarter", at=at)
    pull = Question.objects.filter(community__in=known.communities, asked_at__gte=quarter)
    pull = pull.exclude(state="withdrawn").order_by()
    known.tell_all("pull", dict(pull.values_list("community").annotate(n=Count("pk"))), otherwise=0)
    _asks(known, at=at)
    _insights(known, at=at)
    _requests(known, at=at)
    _sponsors(known, at=at)


def _asks(known: Known, *, at: datetime) -> None:
    """What was asked openly: how much of it was answered, and what waits too long."""
    asks = Ask.objects.filter(community__in=known.communities, is_for_all=True).order_by()
    fates: dict[int, list[bool]] = defaultdict(list)
    wanted = ("community", "pk", "text", "asked_at", "first_answered_at", "closed_at")
    opened = asks.filter(asked_at__gte=since("quarter", at=at))
    for community, pk, text, asked_at, answered_at, closed_at in opened.values_list(*wanted):
        row = (pk, text, asked_at, answered_at, closed_at)
        fate = is_answered(row, within=DAY, at=at)
        if fate is not None:
            fates[community].append(fate)
    for pk, answered in fates.items():
        known.share("asks_answered", pk, sum(answered), len(answered))
    waiting = asks.unanswered()
    quick = Q(community__archetype__in=ONLINE)
    too_long = Q(quick, asked_at__lte=at - WAITS[True]) | Q(~quick, asked_at__lte=at - WAITS[False])
    earlier = Ask.objects.filter(
        community=OuterRef("community"),
        asked_by=OuterRef("asked_by"),
        asked_at__lt=OuterRef("asked_at"),
    )
    first = waiting.filter(~Exists(earlier), asked_at__lte=at - NEWCOMER_WAITS)
    for name, rows in (("asks_waiting", waiting.filter(too_long)), ("newcomer_waiting", first)):
        counts = dict(rows.values_list("community").annotate(n=Count("pk")))
        known.tell_all(name, counts, otherwise=0)


def _insights(known: Known, *, at: datetime) -> None:
    """Of insights of a quarter, those that leadership answered; young ones may still be."""
    rows = (
        Insight.objects.filter(
            community__in=known.communities, brought_at__gte=since("quarter", at=at)
        )
        .exclude(Q(brought_at__gt=at - INSIGHT_WAITS) & Q(state__in=["waiting", "heard"]))
        .order_by()
        .values_list("community")
        .annotate(
            answered=Count("pk", filter=~Q(state__in=["waiting", "heard"])), every=Count("pk")
        )
    )
    for pk, answered, every in rows:
        known.share("insights_answered", pk, answered, every)


def _requests(known: Known, *, at: datetime) -> None:
    """How often a member is asked in a month: to weigh, to fill in, or for a hand by name."""
    quarter = since("quarter", at=at)
    current = Membership.objects.current().filter(community__in=known.communities).order_by()
    people = dict(current.values_list("community").annotate(n=Count("person", distinct=True)))
    votes = Token.objects.filter(
        elicitation__community__in=known.communities, elicitation__opens_at__gte=quarter
    )
    by_name = Ask.objects.filter(community__in=known.communities, asked_at__gte=quarter)
    filled_in = Assessment.objects.filter(
        community__in=known.communities, way="members", at__gte=quarter
    )
    asked: dict[int, int] = defaultdict(int)
    for pk, count in (
        *votes.order_by().values_list("elicitation__community").annotate(n=Count("pk")),
        *by_name.order_by().values_list("community").annotate(n=Count("asked_of")),
    ):
        asked[pk] += count
    for pk, count in filled_in.order_by().values_list("community").annotate(n=Count("pk")):
        asked[pk] += count * people.get(pk, 0)
    for pk, members in people.items():
        if members >= FEWEST:
            known.tell("requests_per_member", pk, round(asked[pk] / members / MONTHS, 2))


def _sponsors(known: Known, *, at: datetime) -> None:
    """How long ago a sponsor last did something here, or became one; only official acts count."""
    held = Membership.objects.current().filter(community__in=known.communities, role="sponsor")
    seats = list(held.values_list("community", "person", "since_on"))
    acts = (
        Event.objects.within_any("communities.community", known.communities)
        .read_by_all()
        .by_any({person for _pk, person, _day in seats})
        .order_by()
        .values_list("within_id", "by")
        .annotate(last=Max("at"))
    )
    lasts = {(pk, person): timezone.localtime(last).date() for pk, person, last in acts}
    newest: dict[int, list[int]] = defaultdict(list)
    today = timezone.localtime(at).date()
    for pk, person, since_on in seats:
        days = [day for day in (lasts.get((pk, person)), since_on) if day]
        newest[pk] += [(today - day).days for day in days]
    for pk, ages in newest.items():
        known.tell("sponsor_days", pk, max(0, min(ages)) if ages else None)
