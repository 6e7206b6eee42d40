"""The gatherings of one community of the story, counted back from the last one before today.

The story does not know which day it is told, so it says "three gatherings ago" and never a date.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from mandorla.core.occurrences import Pattern, aligned, occurrences
from mandorla.demo.days import workday
from mandorla.demo.population import SEED
from mandorla.gatherings.models import Attendance, AttendanceCount, Gathering, Series
from mandorla.work.models import Digest, TakeBack

if TYPE_CHECKING:
    from collections.abc import Callable

    from mandorla.communities.models import Community
    from mandorla.core.occurrences import Occurrence
    from mandorla.demo.days import Calendar
    from mandorla.demo.population import Population
    from mandorla.people.models import Person

Told: TypeAlias = "tuple[datetime, Callable[[], object]]"

ZONE: Final = "Europe/Oslo"
COMES: Final = 0.74  # how often somebody comes who could
BEFORE: Final = timedelta(days=3)  # a cancellation; of a Monday that is a Friday
AFTERNOON: Final = time(15)  # after whatever else the story tells of a day
READ: Final = timedelta(minutes=12)  # until the digest was read once and sent
ONE_DAY: Final = timedelta(days=1)
KEPT: Final = timedelta(
    days=35
)  # the same weekday, after the thirty days for which it is known who came


@dataclass
class Meetings:
    """The gatherings of a community in the last half year.

    Attributes:
        story: What the data file of its work tells.
        rhythm: The series as the file of the community tells it.
        dates: When it met, the last one first.
    """

    story: dict[str, Any]
    rhythm: dict[str, Any]
    community: Community
    people: Population
    calendar: Calendar
    random: Random = field(init=False)
    dates: list[Occurrence] = field(init=False)
    _steps: dict[tuple[int, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = Random(f"{SEED} {self.community.name} meets")  # noqa: S311 - a story
        midnight = datetime.combine(self.calendar.on, time(0), UTC)
        rule, first = self.rhythm["rule"], self.calendar.day(self.rhythm["starts"])
        pattern = Pattern(rule, aligned(rule, first), time.fromisoformat(self.rhythm["time"]), ZONE)
        met = occurrences([pattern], after=midnight - timedelta(days=400), before=midnight)
        self.dates = [one for one in reversed(met) if one.planned_on < self.calendar.on]
        del self.dates[self.story["gatherings"] :]

    # --- when ---

    def inside(self, ago: int) -> datetime:
        """The next moment of the gathering so many ago, while it runs."""
        minute = min(4 + 2 * self._next(ago, 0), self.rhythm["minutes"] - 2)
        return self._start(ago) + timedelta(minutes=minute)

    def after(self, ago: int, *, days: int = 0) -> datetime:
        """A moment between that gathering and the next one, or today."""
        begin = self.dates[ago - 1].planned_on
        end = self.dates[ago - 2].planned_on if ago > 1 else self.calendar.on
        day = workday(min(begin + timedelta(days=days), end - ONE_DAY))
        minutes = 7 * self._next(ago, days)
        return datetime.combine(day, AFTERNOON, UTC) + timedelta(minutes=minutes)

    def when(self, facts: dict[str, Any], *, key: str = "at") -> datetime:
        """When something happened that says at which gathering, and how many days after it."""
        if facts.get("days"):
            return self.after(facts[key], days=facts["days"])
        return self.inside(facts[key])

    def _start(self, ago: int) -> datetime:
        return self.dates[ago - 1].starts_at.astimezone(UTC)

    def _next(self, ago: int, days: int) -> int:
        step = self._steps[ago, days] = self._steps.get((ago, days), -1) + 1
        return step

    # --- who and where ---

    def person(self, key: str) -> Person:
        """Somebody with a part in the story, or a colleague from the unit of that name."""
        if key in self.people.parts:
            return self.people.parts[key]
        return self.random.choice(self.people.in_unit[key])

    def members(self) -> list[Person]:
        """Who has a role there at this point of the story, in the order they came."""
        seats = self.community.memberships.filter(former=False).exclude(role="sponsor")
        return list({one.person_id: one.person for one in seats.order_by("pk")}.values())

    def gathering(self, ago: int) -> Gathering:
        """The gathering so many ago, as it is kept at this point of the story."""
        series = Series.objects.with_dates().get(community=self.community)
        planned_on = self.dates[ago - 1].planned_on
        return Gathering.touch(series=series, planned_on=planned_on, at=self._start(ago))

    # --- what happened ---

    def steps(self) -> list[Told]:
        """Every gathering was held, cancelled, or nobody noted it."""
        special = {facts["ago"]: facts for facts in self.story.get("special", [])}
        steps: list[Told] = []
        for ago in range(1, len(self.dates) + 1):
            facts = special.get(ago, {})
            start = self._start(ago)
            if "cancelled" in facts:
                steps.append((start - BEFORE, partial(self._cancel, ago, facts)))
            elif not facts.get("unnoted"):
                steps += self._held(ago, facts)
        for told in self.story.get("take_backs", []):
            steps.append((self.after(told["at"]), partial(self._take_back, told)))
        return steps

    def _held(self, ago: int, facts: dict[str, Any]) -> list[Told]:
        start = self._start(ago)
        end = start + timedelta(minutes=self.rhythm["minutes"] + self.random.randint(-6, 4))
        steps: list[Told] = [
            (start, partial(self._begin, ago, facts, start)),
            (end, partial(self._end, ago, facts, end)),
            (end + READ, partial(self._send, ago, facts, end + READ)),
        ]
        if datetime.combine(self.calendar.on, time(0), UTC) - KEPT > start:
            steps.append((start + KEPT, partial(self._forget, ago, start + KEPT)))
        return steps

    def _leads(self, facts: dict[str, Any]) -> Person:
        return self.people.parts[facts.get("led", self.story["by"])]

    def _begin(self, ago: int, facts: dict[str, Any], at: datetime) -> None:
        self.gathering(ago).start(by=self._leads(facts), at=at)

    def _end(self, ago: int, facts: dict[str, Any], at: datetime) -> None:
        """It is over: who came was noted, and what was said."""
        gathering, leads = self.gathering(ago), self._leads(facts)
        always = {self.people.parts[key].pk for key in self.story.get("always", [])} | {leads.pk}
        absent = {self.people.parts[key].pk for key in facts.get("absent", [])}
        came = [
            person
            for person in self.members()
            if person.pk not in absent
            and (person.pk in always or self.random.random() < facts.get("comes", COMES))
        ]
        came += [self.people.parts[key] for key in facts.get("also", self.story.get("also", []))]
        if ago > self.story["tapped"]:
            seconds: dict[int, int | None] = {person.pk: None for person in came}
            Attendance.enter(
                gathering=gathering, seconds=seconds, guests=0, source="Teams", by=leads, at=at
            )
        else:
            for person in came:
                Attendance.note(gathering=gathering, person=person, way="code", at=at)
        if "notes" in facts:
            gathering.write_notes(seen="", text=facts["notes"], by=leads, at=at)
        gathering.end(by=leads, at=at)

    def _send(self, ago: int, facts: dict[str, Any], at: datetime) -> None:
        Digest.send(gathering=self.gathering(ago), words="", by=self._leads(facts), at=at)

    def _forget(self, ago: int, at: datetime) -> None:
        AttendanceCount.forget_people(gathering=self.gathering(ago), at=at)

    def _cancel(self, ago: int, facts: dict[str, Any]) -> None:
        at = self._start(ago) - BEFORE
        self.gathering(ago).cancel(because=facts["cancelled"], by=self._leads(facts), at=at)

    def _take_back(self, told: dict[str, Any]) -> None:
        at, by = self.after(told["at"]), self.people.parts[self.story["by"]]
        gathering = self.gathering(told["at"])
        written = TakeBack.write(gathering=gathering, text=told["text"], edits=0, by=by, at=at)
        for person in self.random.sample(self.members(), told.get("talked", 0)):
            written.talk(by=person, at=at)
