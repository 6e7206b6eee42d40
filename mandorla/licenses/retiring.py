"""How each kind of thing is retired when its community ends, by the verb it has anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from mandorla.licenses.owned import WAITING
from mandorla.work.models import Response

if TYPE_CHECKING:
    from datetime import date, datetime

    from mandorla.people.models import Person
    from mandorla.work.models import Solution


class Retire(Protocol):
    """Retires one thing, with a word why."""

    def __call__(
        self, thing: Any, *, because: str, last_on: date, by: Person, at: datetime
    ) -> None:
        """Why, the last day of the community, who retires it, and when."""


def _retire_problem(thing: Any, *, because: str, last_on: date, by: Person, at: datetime) -> None:
    """Nothing more is done about it: its solutions stop, and its issues are dropped with it."""
    for solution in thing.solutions.order_by("pk"):
        solution.community, solution.problem = thing.community, thing
        _stop_solution(solution, because=because, by=by, at=at)
    if thing.state != "open":
        return
    issues = [issue.pk for issue in thing.issues.filter(state="gathered").listed()]
    thing.drop(because=because, by=by, at=at)
    for issue in thing.issues.model.objects.filter(pk__in=issues).order_by("pk"):
        issue.community = thing.community
        issue.drop(because=because, by=by, at=at)


def _stop_solution(solution: Solution, *, because: str, by: Person, at: datetime) -> None:
    if solution.is_rolled_out:
        for line in solution.rollout.select_related("unit").order_by("pk"):
            line.solution = solution
            if line.is_open:
                line.decline(because=because, by=by, at=at)
    if solution.state in WAITING:
        solution.reject(because=because, by=by, at=at)


def _answer_insight(thing: Any, *, because: str, last_on: date, by: Person, at: datetime) -> None:
    """Who brought it reads that nothing more comes of it, and why."""
    seen = thing.responses.count()
    Response.give(insight=thing, kind="cannot", text=because, seen=seen, by=by, at=at)


def _end_series(thing: Any, *, because: str, last_on: date, by: Person, at: datetime) -> None:
    thing.end(on=last_on, by=by, at=at)


def _by_verb(verb: str) -> Retire:
    def stop(thing: Any, *, because: str, last_on: date, by: Person, at: datetime) -> None:
        getattr(thing, verb)(because=because, by=by, at=at)

    return stop


RETIRE: dict[str, Retire] = {
    "lesson": _by_verb("retire"),
    "problem": _retire_problem,
    "issue": _by_verb("drop"),
    "series": _end_series,
    "commitment": _by_verb("drop"),
    "question": _by_verb("decline"),
    "ask": _by_verb("retire"),
    "insight": _answer_insight,
}
