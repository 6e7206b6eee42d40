"""What changed in a portfolio since somebody looked at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.db.models import F, QuerySet
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from mandorla.base.prepared import Prepared, counted, prepared
from mandorla.communities.models import Community
from mandorla.dashboards.portfolio.changes import CHANGES, changed_in
from mandorla.dashboards.portfolio.rules import portfolio_of
from mandorla.dashboards.portfolio.standing import with_license
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_NAMED: Final = 3
RECENT_DAYS: Final = 6


@dataclass(frozen=True)
class Moved:
    """A community whose overlap was measured, and how that differs from before, when known."""

    name: str
    slug: str
    by: float | None

    @property
    def way(self) -> str:
        """Up, down, or nothing: the round before is not known, or it is much the same."""
        if self.by is None or abs(self.by) < 0.005:
            return ""
        return _("up") if self.by > 0 else _("down")


@dataclass(frozen=True)
class News:
    """What changed.

    Attributes:
        since: From when on, in words.
        counts: By the name of the change, in how many communities; those without are left out.
        moved: At most three whose overlap was measured, the farthest first.
    """

    since: str
    counts: Mapping[str, int]
    moved: tuple[Moved, ...]


def read_news(person: Person | None, *, since: datetime, at: datetime) -> News:
    """What happened in somebody's portfolio since a moment, in a query for each kind of change.

    Args:
        person: Whose; nobody's are all communities.
        since: The moment.
        at: Now.
    """
    since_on, on = (timezone.localtime(moment).date() for moment in (since, at))
    counts = {
        kind: count(person, since, since_on, on)[0] if kind == "states" else count(person, since)[0]
        for kind, count in COUNTED.items()
    }
    return News(
        since=said(since, at=at),
        counts={kind: count for kind, count in counts.items() if count},
        moved=_moved(person, since) if counts["overlap"] else (),
    )


def _counting(kind: str) -> Prepared[..., int]:
    """How many communities of somebody a kind of change happened to."""

    def count(person: Person | None, since: datetime) -> QuerySet[Community, int]:
        changed = changed_in(kind, since=since, since_on=date.min, on=date.min)
        return counted(portfolio_of(person).filter(changed))

    def count_states(
        person: Person | None, since: datetime, since_on: date, on: date
    ) -> QuerySet[Community, int]:
        changed = changed_in(kind, since=since, since_on=since_on, on=on)
        return counted(with_license(portfolio_of(person)).filter(changed))

    return prepared(count_states) if kind == "states" else prepared(count)


COUNTED: Final = {kind: _counting(kind) for kind in CHANGES}


def _moved(person: Person | None, since: datetime) -> tuple[Moved, ...]:
    changed = changed_in("overlap", since=since, since_on=date.min, on=date.min)
    by = F("standing__findings__overlap_change__value")
    found = portfolio_of(person).filter(changed).annotate(by=by).order_by("name")
    moved = [Moved(*row) for row in found.values_list("name", "slug", "by")]
    return tuple(sorted(moved, key=lambda one: -abs(one.by or 0))[:MOST_NAMED])


def said(since: datetime, *, at: datetime) -> str:
    """A moment as people say it after "since": a day of the week while it is near."""
    local, now = timezone.localtime(since), timezone.localtime(at)
    days = (now.date() - local.date()).days
    if days == 0:
        return _("{time} today").format(time=f"{local:%H:%M}")
    if days == 1:
        return _("yesterday")
    if days <= RECENT_DAYS:
        return dateformat.format(local, "l")
    return dateformat.format(local, _("j F") if local.year == now.year else _("j F Y"))
