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
from django.utils import timezone

from mandorla.communities.models import Community, Membership
from mandorla.communities.rules import RUNS
from mandorla.value.models import Elicitation, Expectation

if TYPE_CHECKING:
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
    asked: Any = with_due_reason(communities, on=on)
    due: CommunityQuerySet = asked.exclude(due_reason="")
    return due


def with_due_reason(communities: CommunityQuerySet, *, on: date) -> CommunityQuerySet:
    """Those of the communities in which a round could be opened, each with `due_reason`.

    It is empty where none is due.
    """
    rounds = Elicitation.objects.filter(community=OuterRef("pk"))
    earlier = Exists(rounds.filter(state="closed", is_last=False))
    half_a_year_ago = _end_of(months_before(on, FIRST_AGAIN_MONTHS))
    a_year_ago = _end_of(months_before(on, AGAIN_MONTHS))
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
    """Why a round is due in this community, one of `REASONS`; empty when none is.

    It asks what `due_rounds` asks, in small questions: a page of one community is opened often,
    and putting the large one together takes longer than answering it.
    """
    rounds = list(
        Elicitation.objects.filter(community=community, state__in=["open", "closed"])
        .order_by("number")
        .only("state", "closed_at", "archetype")
    )
    if community.status not in LIVING or any(one.state == "open" for one in rounds):
        return ""
    if not rounds or rounds[-1].closed_at is None:
        return "founding"
    last, closed_at = rounds[-1], rounds[-1].closed_at
    if _sponsors(community.pk, since=timezone.localtime(closed_at).date(), on=on).exists():
        return "sponsor"
    if community.archetype != last.archetype:
        return "archetype"
    if _served(community.pk, since=closed_at).exists():
        return "objective"
    if len(rounds) == 1 and closed_at < _end_of(months_before(on, FIRST_AGAIN_MONTHS)):
        return "six_months"
    return "yearly" if closed_at < _end_of(months_before(on, AGAIN_MONTHS)) else ""


def due_rounds_of(person: Person, *, on: date) -> CommunityQuerySet:
    """Where a round is due among the communities in which the person holds or sponsors rounds."""
    held = Membership.objects.current().filter(person=person, role__in={*HOLDERS, "sponsor"})
    return due_rounds(Community.objects.filter(pk__in=held.values("community")), on=on)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last one of that month when it has none such."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _sponsor_changed(on: date) -> Exists:
    """Whether somebody began or ended to sponsor it on a day after the last round was closed."""
    return Exists(_sponsors(OuterRef("pk"), since=OuterRef("last__closed_at__date"), on=on))


def _sponsors(community: Any, *, since: Any, on: date) -> models.QuerySet[Membership]:
    """Who began or ended to sponsor it after a day, up to another."""
    sponsors = Membership.objects.filter(
        community=community,
        former__in=[False, True],  # both, so that an index leads past the members to the sponsors
        role="sponsor",
    )
    return sponsors.filter(Q(since_on__gt=since, since_on__lte=on) | Q(until_on__gt=since))


def _objective_changed() -> Exists:
    """Whether an objective that one of its expectations serves changed after the last round."""
    return Exists(_served(OuterRef("pk"), since=OuterRef("last__closed_at")))


def _served(community: Any, *, since: Any) -> models.QuerySet[Expectation]:
    """Its expectations that serve an objective that changed after a moment."""
    return Expectation.objects.filter(
        community=community, dropped_at=None, objectives__changed_at__gt=since
    )
