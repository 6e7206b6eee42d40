"""A community with one of everything, and people around it, to try what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.utils import timezone

from mandorla.communities.models import Community
from mandorla.gatherings.models import (
    CalendarFeed,
    Commitment,
)
from mandorla.people.models import Person
from mandorla.work.models import (
    AgendaItem,
    Lesson,
    RolloutLine,
    Solution,
    TakeBack,
)
from tests import make
from tests.work.doors import Door
from tests.work.one_of_each import WEEK, one_of_each, running_now

UNSEEN = frozenset({"django_session", "people_accesstoken"})  # say who came, and when last


@dataclass(frozen=True)
class World:
    """A community with one of each thing, people around it, and a neighbor next to it."""

    people: dict[str, Person]
    community: Community
    other: Community
    known: dict[str, Any]

    def filled(self, value: Any) -> Any:
        """What a form sends, with what exists in place of each name in braces."""
        if isinstance(value, dict):
            return {key.format(**self.known): self.filled(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.filled(one) for one in value]
        return value.format(**self.known)

    def parts(self, door: Door, *, slug: str = "") -> list[Any]:
        """The parts of the address of a form, in order."""
        words = door.parts.split()
        if words[:1] == ["-"]:
            return [self.known.get(word, word) for word in words[1:]]
        own = [] if door.name in {"work:surface", "work:undo"} else [slug or self.community.slug]
        return [*own, *(self.known.get(word, word) for word in words)]


def world() -> World:
    """Mia is a member of Welders, Lena leads it, Sven sponsors it; Nora leads Painters."""
    people = {
        "member": make.person("Mia"),
        "leader": make.person("Lena"),
        "sponsor": make.person("Sven"),
        "manager": make.program_manager(),
        "auditor": make.auditor(),
        "stranger": make.person("Stan"),
        "neighbor": make.person("Nora"),
    }
    community = make.community(
        "Welders",
        leader=people["leader"],
        sponsor=people["sponsor"],
        members=(people["member"],),
        status="active",
    )
    other = make.community("Painters", leader=people["neighbor"], status="active")
    known: dict[str, Any] = {name: one.pk for name, one in people.items()}
    known |= {"slug": community.slug, **_days()}
    known |= _gatherings(community, people, known["today"])
    known |= _work(community, people, known["series"])
    return World(people, community, other, known)


def _days() -> dict[str, Any]:
    today = timezone.now().date()
    monday = today + WEEK + timedelta(days=-today.weekday() % 7)
    days = {"today": today, "next": today + WEEK, "later": today + 2 * WEEK, "held": today - WEEK}
    return {**days, "monday": monday}


def _gatherings(community: Community, people: dict[str, Person], today: date) -> dict[str, Any]:
    mia, lena, at = people["member"], people["leader"], timezone.now()
    running = running_now(community, today, code="HERE1")
    series, begun = running.series, datetime.combine(today, time(0), UTC)
    make.gathering(series, planned_on=today - WEEK, state="held", ended_at=begun - WEEK)
    item = AgendaItem.objects.create(gathering=running, position=0, title="A roof", minutes=5)
    TakeBack.write(gathering=running, text="Ask", edits=0, by=lena, at=at)
    told: dict[str, Any] = {"community": community, "by": lena, "at": at}
    due = today + 5 * WEEK
    ended = Commitment.make(text="Cut", owner=mia, due_on=due, **told)
    ended.finish(came_of_it="", by=mia, at=at)
    return {
        "series": series.pk,
        "code": "HERE1",
        "item": item.pk,
        "commitment": Commitment.make(text="Weld", owner=mia, due_on=due, **told).pk,
        "ended": ended.pk,
        "feed": CalendarFeed.make(person=mia, community=None, at=at).pk,
    }


def _work(community: Community, people: dict[str, Person], series: int) -> dict[str, Any]:
    mia, lena, sven = people["member"], people["leader"], people["sponsor"]
    at, unit = timezone.now(), make.unit()
    told: dict[str, Any] = {"community": community, "at": at}
    gathered, dropped = make.issue(community), make.issue(community)
    dropped.drop(because="No", by=lena, at=at)
    problem = make.problem(community, gathered)
    solved = make.problem(community, make.issue(community))
    solved.solve(because="Yes", by=lena, at=at)
    accepted = Solution.propose(problem=problem, proposal="Dry", by=mia, at=at)
    accepted.accept(by=lena, at=at)
    solution = Solution.propose(problem=problem, proposal="Wait", by=mia, at=at)
    lines = RolloutLine.roll_out(solution=accepted, units=[make.unit()], by=lena, at=at)
    later = at.date() + 30 * WEEK
    retired = Lesson.keep_one(text="Run", look_again_on=later, by=mia, **told)
    retired.retire(because="Old", by=mia, at=at)
    made: dict[str, Any] = {
        **one_of_each(community, member=mia, leader=lena, sponsor=sven, unit=unit, at=at),
        "unit": unit,
        "issue": make.issue(community),
        "own_issue": make.issue(community, by=mia),
        "gathered": gathered,
        "dropped": dropped,
        "problem": problem,
        "solved": solved,
        "solution": solution,
        "accepted": accepted,
        "line": lines[0],
        "retired": retired,
    }
    return {**{name: one.pk for name, one in made.items()}, "mark": solution.mark}


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Everything that is kept, but sessions."""
    return {
        model._meta.db_table: sorted(model._base_manager.values_list(), key=repr)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table not in UNSEEN and model._meta.managed
    }


def writes(queries: list[dict[str, str]]) -> list[str]:
    """The statements among these that change something other than sessions."""
    return [
        one["sql"]
        for one in queries
        if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
        and "django_session" not in one["sql"]
    ]


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The tables in which something is different."""
    return [table for table in before if before[table] != after[table]]
