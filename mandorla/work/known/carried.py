"""What came of issues and gatherings: carried through, across units, solved, logged."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Exists, OuterRef, Q, Sum

from mandorla.base.known import Known, since
from mandorla.communities.models import Archetype
from mandorla.core.lifecycle import ISSUE
from mandorla.core.yields import FEWEST
from mandorla.gatherings.models import Gathering, Series
from mandorla.gatherings.rhythm_kept import HELD
from mandorla.work.contributors import may_tell_several, people_by_units
from mandorla.work.models import AgendaItem, Issue, Outcome, Problem, RolloutLine
from mandorla.work.models.talked import ASIDE
from mandorla.work.yields.carrying import Carrying
from mandorla.work.yields.counting import crossed_problems

if TYPE_CHECKING:
    from datetime import datetime

FEWEST_GATHERINGS: Final = 3
LATELY: Final = 3  # gatherings
UPDATES: Final = frozenset({"commitments", "rollout"})  # what a step of updates takes, and no more
STATES: Final = list(ISSUE.states)  # named, so that an index leads to the days


def read_carried(known: Known, *, at: datetime) -> None:
    """Read it, in a fixed number of queries."""
    _carried(known, at=at)
    _across_units(known, at=at)
    _logged(known, at=at)
    _updates(known, at=at)
    _solved(known, at=at)


def _carried(known: Known, *, at: datetime) -> None:
    """Of issues raised in gatherings, those with an owner and an outcome two gatherings later."""
    carrying = Carrying(known.communities, begin=since("half_year", at=at))
    quarter: dict[int, list[bool]] = defaultdict(list)
    for one in carrying.fates(since=since("quarter", at=at)):
        if one.is_carried is not None:
            quarter[one.community].append(one.is_carried)
    lately: dict[int, dict[int, list[bool]]] = defaultdict(dict)
    for one in carrying.fates(since=since("half_year", at=at)):
        if one.is_carried is not None:
            lately[one.community].setdefault(one.gathering, []).append(one.is_carried)
    for pk, fates in quarter.items():
        known.share("carry_through", pk, sum(fates), len(fates))
    for pk, gatherings in lately.items():
        if len(gatherings) >= LATELY:
            last = [fate for each in list(gatherings.values())[:LATELY] for fate in each]
            known.share("carried_lately", pk, sum(last), len(last))


def _across_units(known: Known, *, at: datetime) -> None:
    """Units that issues touch, and issues solved with people of several units."""
    quarter = since("quarter", at=at)
    issues = Issue.objects.filter(community__in=known.communities).order_by()
    touched = issues.filter(state__in=STATES, surfaced_at__gte=quarter).values_list("community")
    units = dict(touched.annotate(n=Count("units", distinct=True)))
    known.tell_all("issue_units", units, otherwise=0)
    solved = issues.filter(state="solved", solved_at__gte=quarter).values_list(
        "community", "problem"
    )
    counts: dict[int, dict[int | None, int]] = defaultdict(dict)
    for community, problem, count in solved.annotate(n=Count("pk")):
        counts[community][problem] = count
    enough = {pk: each for pk, each in counts.items() if sum(each.values()) >= FEWEST}
    people = people_by_units(list(enough))
    crossed = crossed_problems({pk for each in enough.values() for pk in each if pk})
    for pk, each in enough.items():
        if may_tell_several(people.get(pk, {})):
            part = sum(count for problem, count in each.items() if problem in crossed)
            known.share("cross_unit", pk, part, sum(each.values()))


def _logged(known: Known, *, at: datetime) -> None:
    """Of the gatherings held in a quarter, those of which something came."""
    came = Outcome.objects.filter(gathering=OuterRef("pk")).exclude(kind="nothing")
    held = Gathering.objects.filter(
        community__in=known.communities,
        state__in=HELD,
        starts_at__gte=since("quarter", at=at),
        starts_at__lte=at,
    ).order_by()
    counted = held.values_list("community").annotate(
        logged=Count("pk", filter=Exists(came)), every=Count("pk")
    )
    for pk, logged, every in counted:
        known.share("outcomes_logged", pk, logged, every, fewest=FEWEST_GATHERINGS)


def _updates(known: Known, *, at: datetime) -> None:
    """Of the minutes of agendas, those of updates: about what is under way, or in such a step."""
    steps = _update_steps(known)
    under_way = Q(commitment__isnull=False) | Q(rollout__isnull=False)
    rows = (
        AgendaItem.objects.filter(
            gathering__community__in=known.communities,
            gathering__state__in=HELD,
            gathering__starts_at__gte=since("quarter", at=at),
            gathering__starts_at__lte=at,
        )
        .exclude(state__in=ASIDE)
        .order_by()
        .values_list("gathering__community", "gathering__series", "gathering", "part")
        .annotate(every=Sum("minutes"), told=Sum("minutes", filter=under_way))
    )
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    gatherings: dict[int, set[int]] = defaultdict(set)
    for community, series, gathering, part, every, told in rows:
        updates = every if part in steps.get(series, ()) else told or 0
        sums[community][0] += updates
        sums[community][1] += every
        gatherings[community].add(gathering)
    for pk, (updates, every) in sums.items():
        if every and len(gatherings[pk]) >= FEWEST_GATHERINGS:
            known.tell("updates_share", pk, round(updates / every, 3))


def _update_steps(known: Known) -> dict[int, set[str]]:
    """The titles of the steps of each series that take nothing but what is under way."""
    usual = {
        key: {step.title for step in found.agenda if step.takes and set(step.takes) <= UPDATES}
        for key, found in Archetype.in_use().items()
    }
    series = Series.objects.filter(community__in=known.communities)
    found = {}
    for pk, archetype, template in series.values_list("pk", "community__archetype", "template"):
        own = {
            step["title"]
            for step in template
            if step.get("takes") and set(step["takes"]) <= UPDATES
        }
        found[pk] = own if template else usual.get(archetype, set())
    return found


def _solved(known: Known, *, at: datetime) -> None:
    """What was solved in half a year: problems, and what units have adopted."""
    begin = since("half_year", at=at)
    problems = Problem.objects.filter(
        community__in=known.communities, state="solved", solved_at__gte=begin
    )
    lines = RolloutLine.objects.filter(
        solution__community__in=known.communities, state="adopted", changed_at__gte=begin
    )
    counts: dict[int, int] = defaultdict(int)
    for pk, count in (
        *problems.order_by().values_list("community").annotate(n=Count("pk")),
        *lines.order_by().values_list("solution__community").annotate(n=Count("pk")),
    ):
        counts[pk] += count
    known.tell_all("solved_half_year", counts, otherwise=0)
