"""A community with a problem, its people and units, for tests of what is done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mandorla.base.models import Event
from mandorla.communities.models import Community
from mandorla.people.models import Person, Unit
from mandorla.work.models import Issue, Problem, RolloutLine, Solution
from tests import make
from tests.make import AT


@dataclass(frozen=True)
class Place:
    """A community whose leader is Ana, with Priya as a member, and three units."""

    community: Community
    ana: Person
    priya: Person
    units: tuple[Unit, Unit, Unit]


def place() -> Place:
    """The community, its people, and the units Sales, Finance and Service."""
    units = (make.unit("Sales"), make.unit("Finance"), make.unit("Service"))
    ana, priya = (
        make.person("Ana Marković", unit=units[0]),
        make.person("Priya Nair", unit=units[1]),
    )
    community = make.community("Atlas", leader=ana, members=(priya,))
    return Place(community, ana, priya, units)


def problem(community: Community, *, units: tuple[Unit, ...] = (), **facts: Any) -> Problem:
    """An open problem that touches these units."""
    given = {"statement": "Old price lists are still used", "gathered_at": AT, **facts}
    made = Problem.objects.create(community=community, **given)
    made.units.set(units)
    return made


def issue(community: Community, *, text: str = "An old price list", **facts: Any) -> Issue:
    """An issue that was surfaced at `AT`."""
    return Issue.objects.create(community=community, text=text, **{"surfaced_at": AT, **facts})


def solution(
    problem: Problem, *, state: str = "proposed", by: Person | None = None, at: datetime = AT
) -> Solution:
    """What could be done about the problem, with what was decided on it."""
    made = Solution.propose(
        problem=problem,
        proposal="One price list, sent on Fridays",
        may_not_bypass="The approval of prices by Finance",
        by=by,
        at=at,
    )
    if state == "trying":
        made.start_trying(by=by, at=at)
    elif state == "accepted":
        made.accept(by=by, at=at)
    elif state == "rejected":
        made.reject(because="Too dear", by=by, at=at)
    elif state == "escalated":
        made.escalate(to_whom="Ben", because="It costs money", by=by, at=at)
    return made


def lines(solution: Solution, units: tuple[Unit, ...], **facts: Any) -> list[RolloutLine]:
    """The solution goes to these units."""
    RolloutLine.roll_out(solution=solution, units=units, by=None, at=AT, **facts)
    return list(solution.rollout.select_related("unit").order_by("pk"))


def told(community: Community) -> list[str]:
    """The sentences of the community's history about solutions, the oldest first."""
    events = Event.objects.within(community).filter(verb__startswith="solution.").order_by("id")
    return [event.plain_sentence for event in events]
