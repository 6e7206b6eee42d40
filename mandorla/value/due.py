"""Which communities should weigh their value again, and why.

A round is due while there was none; six months after the first and then a year after the last
one; and when what was weighed rests on something that has changed since: the sponsor, the
archetype, or an objective that an expectation serves. The database decides, for any number of
communities at once.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, Value, When
from django.db.models.functions import Lower
from django.utils import timezone

from mandorla.base.prepared import prepared
from mandorla.communities.models import Community, Membership
from mandorla.communities.rules import RUNS
from mandorla.value.models import Elicitation, Expectation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from mandorla.communities.models.community import CommunityQuerySet
    from mandorla.people.models import Person

FIRST_AGAIN_MONTHS: Final = 6
AGAIN_MONTHS: Final = 12
LIVING: Final = ("forming", "active")
HOLDERS: Final = RUNS | {"facilitator"}


def due_rounds(communities: CommunityQuerySet, *, on: date) -> CommunityQuerySet:
    """Those of the communities in which a round is due, each with `due_reason`, one of `REASONS`.

    A community that is closing or closed, or that has a round open, is never among them. What
    changed comes before what time brings: it says more.

    Args:
        communities: Where to look.
        on: The day on which it is asked.
    """
    asked: Any = _with_due_reason(communities, on, *_long_ago(on))
    due: CommunityQuerySet = asked.exclude(due_reason="")
    return due


def due_everywhere(*, on: date) -> list[tuple[int, str]]:
    """Each community in which a round is due, by name: its id, and why, one of `REASONS`."""
    return [(pk, reason) for pk, reason in _reasons_by_name(on, *_long_ago(on)) if reason]


@prepared
def _reasons_by_name(
    on: date, half_a_year_ago: datetime, a_year_ago: datetime
) -> models.QuerySet[Community, tuple[int, str]]:
    every = Community.objects.all()
    asked: Any = _with_due_reason(every, on, half_a_year_ago, a_year_ago)
    rows: models.QuerySet[Community, tuple[int, str]] = asked.order_by(
        Lower("name"), "pk"
    ).values_list("pk", "due_reason")
    return rows


def _with_due_reason(
    communities: CommunityQuerySet, on: date, half_a_year_ago: datetime, a_year_ago: datetime
) -> CommunityQuerySet:
    """Those of the communities in which a round could be opened, each with `due_reason`.

    It is empty where none is due.
    """
    rounds = Elicitation.objects.filter(community=OuterRef("pk"))
    earlier = Exists(rounds.filter(state="closed", is_last=False))
    reasons: list[tuple[str, Any]] = [
        ("founding", Q(last=None)),
        ("sponsor", _sponsor_changed(on)),
        ("archetype", ~Q(last__archetype=F("archetype"))),
        ("objective", _objective_changed()),
        ("six_months", Q(last__closed_at__lt=half_a_year_ago) & ~earlier),
        ("yearly", Q(last__closed_at__lt=a_year_ago)),
    ]
    return (
        communities.filter(~Exists(rounds.filter(state="open")), status__in=LIVING)
        .annotate(last=FilteredRelation("elicitations", condition=Q(elicitations__is_last=True)))
        .annotate(
            due_reason=Case(
                *(When(condition, then=Value(reason)) for reason, condition in reasons),
                default=Value(""),
                output_field=models.CharField(),
            )
        )
    )


def due_reason(community: Community, *, on: date) -> str:
    """Why a round is due in this community, one of `REASONS`; empty when none is."""
    return due_reasons([community], on=on).get(community.pk, "")


def due_reasons(communities: Sequence[Community], *, on: date) -> dict[int, str]:
    """Why a round is due in those of a few communities where one is, by their ids.

    It asks what `due_rounds` asks, in small questions: pages of a few communities are opened
    often, and putting the large one together takes longer than answering it.

    Args:
        communities: Where to look.
        on: The day on which it is asked.
    """
    living = {one.pk: one for one in communities if one.status in LIVING}
    rounds: dict[int, list[Elicitation]] = {pk: [] for pk in living}
    for one in _rounds(tuple(living)) if living else ():
        rounds[one.community_id].append(one)
    free = {pk: own for pk, own in rounds.items() if all(one.state != "open" for one in own)}
    found = {pk: "founding" for pk, own in free.items() if not own or own[-1].closed_at is None}
    closed = {pk: own for pk, own in free.items() if pk not in found}
    moments = {pk: own[-1].closed_at for pk, own in closed.items() if own[-1].closed_at}
    sponsors, objectives = _sponsors_changed(moments, on=on), _objectives_changed(moments)
    for pk, own in closed.items():
        if pk in sponsors:
            found[pk] = "sponsor"
        elif living[pk].archetype != own[-1].archetype:
            found[pk] = "archetype"
        elif pk in objectives:
            found[pk] = "objective"
        elif reason := _by_time(len(own), moments[pk], on=on):
            found[pk] = reason
    return found


@prepared
def _rounds(communities: tuple[int, ...]) -> models.QuerySet[Elicitation]:
    asked = Elicitation.objects.filter(community__in=communities, state__in=["open", "closed"])
    fields = ("community", "number", "state", "closed_at", "archetype")
    return asked.order_by("community_id", "number").only(*fields)


def _sponsors_changed(moments: Mapping[int, datetime], *, on: date) -> set[int]:
    """Where a sponsor began or ended after the last round; its moment by the community's id."""
    days = {pk: timezone.localtime(moment).date() for pk, moment in moments.items()}
    if not days:
        return set()
    return {
        pk
        for pk, began, ended in _sponsors_since(tuple(days), min(days.values()), on)
        if (began and days[pk] < began <= on) or (ended and ended > days[pk])
    }


@prepared
def _sponsors_since(
    communities: tuple[int, ...], since: date, on: date
) -> models.QuerySet[Membership, tuple[int, date | None, date | None]]:
    rows = _sponsors(community__in=communities, since=since, on=on)
    return rows.values_list("community", "since_on", "until_on")


def _objectives_changed(moments: Mapping[int, datetime]) -> set[int]:
    """Where an objective that is served changed after the last round."""
    if not moments:
        return set()
    rows = _served_since(tuple(moments), min(moments.values()))
    return {pk for pk, changed_at in rows if changed_at > moments[pk]}


@prepared
def _served_since(
    communities: tuple[int, ...], since: datetime
) -> models.QuerySet[Expectation, tuple[int, datetime]]:
    rows = _served(community__in=communities, since=since)
    return rows.values_list("community", "objectives__changed_at")


def _by_time(count: int, closed_at: datetime, *, on: date) -> str:
    """Why time brings another round after so many; empty when it does not yet."""
    half_a_year_ago, a_year_ago = _long_ago(on)
    if count == 1 and closed_at < half_a_year_ago:
        return "six_months"
    return "yearly" if closed_at < a_year_ago else ""


def due_rounds_of(person: Person, *, on: date) -> CommunityQuerySet:
    """Where a round is due among the communities in which the person holds or sponsors rounds."""
    held = Membership.objects.current().filter(person=person, role__in={*HOLDERS, "sponsor"})
    return due_rounds(Community.objects.filter(pk__in=held.values("community")), on=on)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last one of that month when it has none such."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def _long_ago(on: date) -> tuple[datetime, datetime]:
    """Before these moments a first round, and any round, is to be followed by another."""
    first, any_round = (months_before(on, months) for months in (FIRST_AGAIN_MONTHS, AGAIN_MONTHS))
    return _end_of(first), _end_of(any_round)


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _sponsor_changed(on: date) -> Exists:
    """Whether somebody began or ended to sponsor it on a day after the last round was closed."""
    return Exists(
        _sponsors(community=OuterRef("pk"), since=OuterRef("last__closed_at__date"), on=on)
    )


def _sponsors(*, since: Any, on: date, **where: Any) -> models.QuerySet[Membership]:
    """Who began or ended to sponsor it after a day, up to another."""
    sponsors = Membership.objects.filter(
        **where,
        former__in=[False, True],  # both, so that an index leads past the members to the sponsors
        role="sponsor",
    )
    return sponsors.filter(Q(since_on__gt=since, since_on__lte=on) | Q(until_on__gt=since))


def _objective_changed() -> Exists:
    """Whether an objective that one of its expectations serves changed after the last round."""
    return Exists(_served(community=OuterRef("pk"), since=OuterRef("last__closed_at")))


def _served(*, since: Any, **where: Any) -> models.QuerySet[Expectation]:
    """Its expectations that serve an objective that changed after a moment."""
    return Expectation.objects.filter(dropped_at=None, objectives__changed_at__gt=since, **where)
