"""Figures of the work of a community, each counted from rows by a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.models import Event
from mandorla.core.yields import FEWEST, Share, adoption, carried, crosses, share, spread
from mandorla.gatherings.models import Gathering
from mandorla.gatherings.models.held import was_over
from mandorla.gatherings.rhythm_kept import HELD, planned_gatherings
from mandorla.work.contributors import may_tell_several, people_by_unit
from mandorla.work.models import Contribution, Issue, Outcome, RolloutLine, Solution
from mandorla.work.models.rollout import STATES
from mandorla.work.models.solution import ROLLED_OUT
from mandorla.work.yields.rows import Counted, CountedRow, Span

if TYPE_CHECKING:
    from mandorla.communities.models import Community
    from mandorla.gatherings.rhythm_kept import Planned

LATER: Final = 2  # gatherings after the one an issue was raised in
DECIDED: Final = (
    "solution.tried",
    "solution.accepted",
    "solution.escalated",
    "solution.rejected",
)
DAY: Final = timedelta(days=1)


def count_rhythm(span: Span) -> Counted:
    """Gatherings held, of those planned since the first one that was noted here."""
    pk = span.community.pk
    over = planned_gatherings([pk], after=span.begin, at=span.at).get(pk, [])
    base = reverse("gatherings:gatherings", args=[span.community.slug])
    rows = tuple(_gathering_row(one, base=base) for one in reversed(over))
    return Counted(share(sum(one.state in HELD for one in over), len(over)), rows)


def _gathering_row(gathering: Planned, *, base: str) -> CountedRow:
    words = {
        "held": (_("held"), "good"),
        "running": (_("held, and nobody ended it"), "good"),
        "cancelled": (_("cancelled"), "act"),
    }
    verdict, tone = words.get(gathering.state, (_("nothing was noted"), "watch"))
    where = f"{gathering.series}/{gathering.planned_on:%Y-%m-%d}/"
    return CountedRow(gathering.name, f"{base}{where}", gathering.starts_at, verdict, tone)


def count_carried(span: Span) -> Counted:
    """Issues raised at a gathering that had an owner and an outcome two gatherings later."""
    raised = list(
        Issue.objects.filter(community=span.community, gathering__starts_at__gte=span.begin)
        .exclude(state="dropped")  # that it is nobody's was decided, too
        .order_by("-gathering__starts_at", "-pk")
        .values_list(
            "pk",
            "text",
            "gathering__series",
            "gathering__starts_at",
            "problem",
            "problem__owner",
            "problem__gathered_at",
            "solved_at",
        )
    )
    later = _ends_by_series(span.community)
    owned, came = _outcomes(span)
    rows, fates = [], []
    for pk, text, series, at, problem, owner, gathered_at, solved_at in raised:
        keys = [("issue", pk), ("problem", problem)]
        owners = [owned[key] for key in keys if key in owned]
        owners += [gathered_at] if owner else []
        ends = [came[key] for key in keys if key in came]
        ends += [solved_at] if solved_at else []
        fate = carried(
            owned_at=min(owners, default=None),
            came_at=min(ends, default=None),
            later=[end for start, end in later[series] if start > at],
            within=LATER,
        )
        fates.append(fate)
        rows.append(_issue_row(span.community, pk, text=text, at=at, words=_carried_words(fate)))
    counted = [fate for fate in fates if fate is not None]
    return Counted(share(sum(counted), len(counted)), tuple(rows), fates.count(None))


def _carried_words(fate: bool | None) -> tuple[str, str]:  # noqa: FBT001 - what was found of a row
    if fate is None:
        return _("too early to say"), "none"
    if fate:
        return _("had an owner and an outcome in time"), "good"
    return _("no owner or no outcome two gatherings later"), "watch"


def _ends_by_series(community: Community) -> dict[int, list[tuple[datetime, datetime]]]:
    """When the gatherings of each series began and ended that took place, in order."""
    found: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    rows = Gathering.objects.filter(community=community, state__in=HELD)
    wanted = ("series", "starts_at", "minutes", "started_at", "ended_at")
    for series, start, minutes, began, ended in rows.order_by("starts_at").values_list(*wanted):
        plan = start + timedelta(minutes=minutes)
        found[series].append((start, was_over(started_at=began, ended_at=ended, plan=plan)))
    return found


Firsts = dict[tuple[str, int], datetime]


def _outcomes(span: Span) -> tuple[Firsts, Firsts]:
    """Since when each issue and problem has somebody who took it on, and an outcome."""
    owned: Firsts = {}
    came: Firsts = {}

    def first(found: Firsts, kind: str, pk: int | None, at: datetime) -> None:
        if pk is not None:
            found[kind, pk] = min(at, found.get((kind, pk), at))

    caught = Outcome.objects.filter(
        gathering__community=span.community,
        caught_at__gte=span.begin,
        kind__in=["decision", "commitment"],
        item__isnull=False,
    )
    about = ("item__issue", "item__problem", "item__solution__problem")
    for kind, at, issue, problem, of_solution in caught.values_list("kind", "caught_at", *about):
        for found in (came, owned) if kind == "commitment" else (came,):
            first(found, "issue", issue, at)
            first(found, "problem", problem, at)
            first(found, "problem", of_solution, at)
    # A solution keeps what was decided last; the trail knows what came first.
    decided = Event.objects.within(span.community).since(span.begin).filter(verb__in=DECIDED)
    solutions = dict(Solution.objects.filter(community=span.community).values_list("pk", "problem"))
    for pk, at in decided.values_list("about_id", "at"):
        first(came, "problem", solutions.get(pk or 0), at)
    return owned, came


def _issue_row(
    community: Community, pk: int, *, text: str, at: datetime, words: tuple[str, str]
) -> CountedRow:
    address = f"{reverse('work:issues', args=[community.slug])}{pk}/"
    return CountedRow(text, address, at, *words)


def _solved(span: Span) -> list[tuple[int, str, datetime, datetime, int | None]]:
    rows = Issue.objects.filter(community=span.community, state="solved", solved_at__gte=span.begin)
    wanted = ("pk", "text", "surfaced_at", "solved_at", "problem")
    return list(rows.order_by("-solved_at", "-pk").values_list(*wanted))


def count_days(span: Span) -> Counted:
    """Days from surfaced to solved."""
    days, rows = [], []
    for pk, text, surfaced_at, solved_at, _problem in _solved(span):
        took = max(0.0, (solved_at - surfaced_at) / DAY)
        days.append(took)
        words = ngettext("{days} day", "{days} days", round(took)).format(days=round(took))
        verdict = (words, "none")
        rows.append(_issue_row(span.community, pk, text=text, at=solved_at, words=verdict))
    return Counted(spread(days), tuple(rows))


def count_crossing(span: Span) -> Counted:
    """Issues solved with people of several units; not told where it would name somebody."""
    solved = _solved(span)
    if not may_tell_several(people_by_unit(span.community)):
        why = _("It would show who helped: too few people of too few units are here.")
        return Counted(None, (), why=why)
    units: dict[int, list[int | None]] = defaultdict(list)
    helped = Contribution.objects.filter(
        solution__problem__in={row[-1] for row in solved if row[-1]}
    ).exclude(solution__state="rejected")
    for about, unit in helped.values_list("solution__problem", "unit"):
        units[about].append(unit)
    rows, crossing = [], []
    for pk, text, _surfaced_at, solved_at, problem in solved:
        crossed = problem is not None and crosses(units[problem])
        crossing.append(crossed)
        words = (_("several units"), "good") if crossed else (_("one unit, or not said"), "none")
        rows.append(_issue_row(span.community, pk, text=text, at=solved_at, words=words))
    if len(rows) < FEWEST:
        return Counted(None, (), why=_("It is told when five issues were solved."))
    return Counted(share(sum(crossing), len(crossing)), tuple(rows))


def count_adoption(span: Span) -> tuple[Counted, tuple[tuple[int, str, Share], ...]]:
    """What units adopted of what was decided in the span; for all of them, and by unit."""
    lines = RolloutLine.objects.filter(
        solution__community=span.community,
        solution__state__in=ROLLED_OUT,
        solution__decided_at__gte=span.begin,
    )
    wanted = ("pk", "unit", "unit__name", "state", "solution__proposal", "changed_at")
    found = list(lines.order_by("unit__name", "unit_id", "-changed_at", "-pk").values_list(*wanted))
    base = reverse("work:rollout", args=[span.community.slug])
    tones = {"adopted": "good", "adapting": "watch"}
    rows = tuple(
        CountedRow(
            f"{name}: {proposal}", f"{base}{pk}/", at, str(STATES[state]), tones.get(state, "none")
        )
        for pk, _unit, name, state, proposal, at in found
    )
    of_units: dict[tuple[int, str], list[str]] = defaultdict(list)
    for _pk, unit, name, state, _proposal, _at in found:
        of_units[unit, name].append(state)
    by_unit = tuple((pk, name, adoption(states)) for (pk, name), states in of_units.items())
    return Counted(adoption([row[3] for row in found]), rows), by_unit
