"""A community that meets on Mondays, with what waits for it, for tests of its agenda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from mandorla.communities.models import Community
from mandorla.gatherings.models import Commitment, Gathering, Series
from mandorla.people.models import Person, Unit
from mandorla.work.models import AgendaItem, Issue, Problem
from tests import make
from tests.make import AT

MONDAY = AT.date()  # 2 March 2026


@dataclass(frozen=True)
class Mondays:
    """Change champions who meet every Monday at 09:00 in Lisbon; Ana leads, Priya is a member."""

    community: Community
    series: Series
    ana: Person
    priya: Person
    units: tuple[Unit, ...]

    def on(self, day: date = MONDAY) -> Gathering:
        """The gathering of a Monday, kept or not."""
        return Gathering.on(series=self.series, planned_on=day)


def mondays() -> Mondays:
    """The community, with its people, units and rhythm since January."""
    units = tuple(make.unit(name) for name in ("Sales", "Finance", "Service"))
    ana, priya = make.person("Ana Marković", unit=units[0]), make.person("Priya Nair")
    community = make.community("Atlas", leader=ana, members=(priya,), archetype="change_champions")
    series = make.series(community, starts_on=date(2026, 1, 5))
    return Mondays(community, series, ana, priya, units)


def issue(place: Mondays, text: str = "Old price lists", **facts: Any) -> Issue:
    """An issue that came up three days before `AT`, touching so many of the units."""
    touched = facts.pop("touches", 0)
    given = {"surfaced_at": AT - timedelta(days=3), **facts}
    made = Issue.objects.create(community=place.community, text=text, **given)
    made.units.set(place.units[:touched])
    return made


def problem(place: Mondays, statement: str = "Prices differ", **facts: Any) -> Problem:
    """An open problem without a solution."""
    given = {"gathered_at": AT - timedelta(days=14), **facts}
    return Problem.objects.create(community=place.community, statement=statement, **given)


def commitment(place: Mondays, text: str = "Ask Finance", **facts: Any) -> Commitment:
    """Something Priya does by the Friday before `AT`."""
    given = {"due_on": date(2026, 2, 27), "made_at": AT - timedelta(days=7), **facts}
    return Commitment.objects.create(
        community=place.community, text=text, owner=place.priya, **given
    )


def held(place: Mondays, day: date) -> Gathering:
    """A gathering that took place."""
    at = datetime(day.year, day.month, day.day, 10, tzinfo=AT.tzinfo)
    return make.gathering(place.series, planned_on=day, state="held", ended_at=at)


def item(gathering: Gathering, title: str = "Old price lists", **facts: Any) -> AgendaItem:
    """An item of its agenda, the last one."""
    position = AgendaItem.objects.filter(gathering=gathering).count()
    given = {"position": position, "minutes": 5, **facts}
    return AgendaItem.objects.create(gathering=gathering, title=title, **given)
