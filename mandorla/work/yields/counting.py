"""Figures of the work of a community, each counted from rows by a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.core.yields import FEWEST, Share, adoption, crosses, share, spread
from mandorla.gatherings.rhythm_kept import HELD, planned_gatherings
from mandorla.work.contributors import may_tell_several, people_by_unit
from mandorla.work.models import Contribution, Issue, RolloutLine
from mandorla.work.models.rollout import STATES
from mandorla.work.models.solution import ROLLED_OUT
from mandorla.work.yields.carrying import Carrying
from mandorla.work.yields.rows import Counted, CountedRow, Span

if TYPE_CHECKING:
    from collections.abc import Collection

    from mandorla.communities.models import Community
    from mandorla.gatherings.rhythm_kept import Planned

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
    fates = Carrying([span.community.pk], begin=span.begin).fates(since=span.begin)
    rows = tuple(
        _issue_row(
            span.community,
            one.issue,
            text=one.text,
            at=one.at,
            words=_carried_words(one.is_carried),
        )
        for one in fates
    )
    counted = [one.is_carried for one in fates if one.is_carried is not None]
    return Counted(share(sum(counted), len(counted)), rows, len(fates) - len(counted))


def _carried_words(fate: bool | None) -> tuple[str, str]:  # noqa: FBT001 - what was found of a row
    if fate is None:
        return _("too early to say"), "none"
    if fate:
        return _("had an owner and an outcome in time"), "good"
    return _("no owner or no outcome two gatherings later"), "watch"


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
    crossed_by = crossed_problems({row[-1] for row in solved if row[-1]})
    rows, crossing = [], []
    for pk, text, _surfaced_at, solved_at, problem in solved:
        crossed = problem in crossed_by
        crossing.append(crossed)
        words = (_("several units"), "good") if crossed else (_("one unit, or not said"), "none")
        rows.append(_issue_row(span.community, pk, text=text, at=solved_at, words=words))
    if len(rows) < FEWEST:
        return Counted(None, (), why=_("It is told when five issues were solved."))
    return Counted(share(sum(crossing), len(crossing)), tuple(rows))


def crossed_problems(problems: Collection[int]) -> set[int]:
    """Those problems that people of several units helped to solve."""
    units: dict[int, list[int | None]] = defaultdict(list)
    helped = Contribution.objects.filter(solution__problem__in=problems)
    rows = helped.exclude(solution__state="rejected").values_list("solution__problem", "unit")
    for about, unit in rows:
        units[about].append(unit)
    return {problem for problem, each in units.items() if crosses(each)}


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
