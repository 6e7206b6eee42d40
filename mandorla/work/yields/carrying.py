"""What became of issues that were raised in gatherings, of any number of communities at once."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from mandorla.base.models import Event
from mandorla.core.yields import carried
from mandorla.gatherings.models import Gathering
from mandorla.gatherings.models.held import was_over
from mandorla.gatherings.rhythm_kept import HELD
from mandorla.work.models import Issue, Outcome, Solution

if TYPE_CHECKING:
    from collections.abc import Collection

LATER: Final = 2  # gatherings after the one an issue was raised in
DECIDED: Final = (
    "solution.tried",
    "solution.accepted",
    "solution.escalated",
    "solution.rejected",
)
Moments = dict[tuple[str, int], list[datetime]]


class Fate(NamedTuple):
    """An issue that was raised in a gathering, and whether it was carried through.

    Attributes:
        at: When the gathering began.
        is_carried: None when it is too early to say.
    """

    community: int
    issue: int
    text: str
    gathering: int
    at: datetime
    is_carried: bool | None


class Carrying:
    """What is known of issues raised in gatherings since a moment; read once, asked by spans.

    Args:
        communities: Their ids.
        begin: The first moment that anybody will ask for.
    """

    def __init__(self, communities: Collection[int], *, begin: datetime) -> None:
        meetings = Gathering.objects.filter(community__in=communities, starts_at__gte=begin)
        self.raised = list(
            Issue.objects.filter(gathering__in=meetings.order_by().values("pk"))
            .exclude(state="dropped")  # that it is nobody's was decided, too
            .order_by("-gathering__starts_at", "-pk")
            .values_list(
                "community",
                "pk",
                "text",
                "gathering",
                "gathering__series",
                "gathering__starts_at",
                "problem",
                "problem__owner",
                "problem__gathered_at",
                "solved_at",
            )
        )
        self.later = _ends_by_series(communities, begin=begin)
        self.owned: Moments = defaultdict(list)
        self.came: Moments = defaultdict(list)
        self._read_outcomes(communities, begin=begin)

    def fates(self, *, since: datetime) -> list[Fate]:
        """The issues raised since a moment, the newest gathering first; nothing older counts."""
        found = []
        for row in self.raised:
            community, pk, text, gathering, series, at, problem, owner, gathered_at, solved_at = row
            if at < since:
                continue
            keys = [("issue", pk), ("problem", problem)]
            owners = [one for key in keys for one in self.owned.get(key, ()) if one >= since]
            owners += [gathered_at] if owner else []
            ends = [one for key in keys for one in self.came.get(key, ()) if one >= since]
            ends += [solved_at] if solved_at else []
            fate = carried(
                owned_at=min(owners, default=None),
                came_at=min(ends, default=None),
                later=[end for start, end in self.later[series] if start > at],
                within=LATER,
            )
            found.append(Fate(community, pk, text, gathering, at, fate))
        return found

    def _read_outcomes(self, communities: Collection[int], *, begin: datetime) -> None:
        """When somebody took each issue and problem on, and when something came of it."""
        caught = Outcome.objects.filter(
            gathering__community__in=communities,
            caught_at__gte=begin,
            kind__in=["decision", "commitment"],
            item__isnull=False,
        )
        about = ("item__issue", "item__problem", "item__solution__problem")
        for kind, at, *things in caught.values_list("kind", "caught_at", *about):
            for name, pk in zip(("issue", "problem", "problem"), things, strict=True):
                if pk is not None:
                    self.came[name, pk].append(at)
                    if kind == "commitment":
                        self.owned[name, pk].append(at)
        # A solution keeps what was decided last; the trail knows what came first.
        events = Event.objects.within_any("communities.community", communities).since(begin)
        decided = list(events.filter(verb__in=DECIDED).values_list("about_id", "at"))
        known = Solution.objects.filter(pk__in={pk for pk, _at in decided if pk})
        problems = dict(known.values_list("pk", "problem"))
        for pk, at in decided:
            if pk in problems:
                self.came["problem", problems[pk]].append(at)


def _ends_by_series(
    communities: Collection[int], *, begin: datetime
) -> dict[int, list[tuple[datetime, datetime]]]:
    """When the gatherings of each series began and ended that took place, in order."""
    found: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    rows = Gathering.objects.filter(community__in=communities, state__in=HELD, starts_at__gte=begin)
    wanted = ("series", "starts_at", "minutes", "started_at", "ended_at")
    for series, start, minutes, began, ended in rows.order_by("starts_at").values_list(*wanted):
        plan = start + timedelta(minutes=minutes)
        found[series].append((start, was_over(started_at=began, ended_at=ended, plan=plan)))
    return found
