"""What people of the story wrote to each other: an export of it, brought in as any other."""

from __future__ import annotations

import csv
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

from mandorla.communities.models import Community, Membership
from mandorla.conversations.intake import Target, the_lake
from mandorla.conversations.models import ConversationImport
from mandorla.demo import texts
from mandorla.demo.days import workday
from mandorla.demo.population import SEED
from mandorla.people.models import Placement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

MONTH: Final = 30.44  # days
TURNED: Final = (2, 4)  # months ago between which what `now` says came about
MOST_ANSWERS: Final = 4
CRACK: Final = 0.08  # how likely an answer over a crack is beside any other


def talk(*, on: date, at: datetime) -> None:
    """The lake holds what each community wrote until that day.

    Args:
        on: The day the story is told.
        at: The moment of the imports.
    """
    told = texts.talks()
    the_lake().clear()  # of a story that was told here before
    cracks = {frozenset(pair) for pair in told["cracks"]}
    with tempfile.TemporaryDirectory() as folder:
        for story in told["talks"]:
            community = Community.objects.get(name=story["community"])
            export = Path(folder) / f"{community.slug}.csv"
            _Talk(story, community, cracks, months=told["months"], on=on).write(export)
            ConversationImport.bring_now(
                kind="csv",
                path=export,
                target=Target(everything=community.pk),
                confirmed={},
                at=at,
                tell=lambda _read: None,
            )


@dataclass(frozen=True)
class _Writer:
    email: str
    unit: str
    leads: bool
    since: int  # days before the story is told on which they wrote first
    until: int
    weight: float


@dataclass
class _Talk:
    """The talk of one community, drawn from its rhythm."""

    story: dict[str, Any]
    community: Community
    cracks: set[frozenset[str]]
    months: int
    on: date
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(f"{SEED} {self.community.name} talks")  # noqa: S311 - a story

    def write(self, file: Path) -> None:
        """The export, a row a post, the earliest thread first."""
        with file.open("w", newline="", encoding="utf-8") as open_file:
            rows = csv.writer(open_file)
            rows.writerow(["author", "sent_at", "thread", "reply_to", "id", "channel"])
            rows.writerows(self._posts(self._writers()))

    def _writers(self) -> list[_Writer]:
        """Who writes: a part of the members, some of them new, some of them gone again."""
        rows = Membership.objects.current().filter(community=self.community)
        seats = list(rows.exclude(role="sponsor").select_related("person").order_by("person_id"))
        people = {seat.person_id: (str(seat.person.email), False) for seat in seats}
        people |= {s.person_id: (str(s.person.email), True) for s in seats if s.role == "leader"}
        placed = Placement.objects.filter(person__in=people, until_on=None).order_by("pk")
        units = dict(placed.values_list("person", "unit__name"))
        chosen = sorted(people, key=lambda pk: (not people[pk][1], self.random.random()))
        chosen = chosen[: max(2, round(len(chosen) * self.story["voices"]))]
        days = self._begun(len(chosen))
        return [
            self._writer(people[pk][0], leads=people[pk][1], unit=units.get(pk, ""), since=since)
            for pk, since in zip(chosen, days, strict=True)
        ]

    def _begun(self, count: int) -> list[int]:
        """How many days ago each wrote first; the last ones are the newcomers of each month."""
        whole = round(self.months * MONTH)
        founded = (self.on - self.community.founded_on).days if self.community.founded_on else whole
        whole = min(whole, founded)
        per_month = self.story.get("newcomers", 0)
        new = min(count // 2, int(per_month * whole / MONTH))
        later = [round(whole * (place + 1) / (new + 1)) for place in range(new)]
        return [whole] * (count - new) + sorted(later, reverse=True)

    def _writer(self, email: str, *, leads: bool, unit: str, since: int) -> _Writer:
        drawn = self.random.random()
        until = 0
        if since < self.months * MONTH - 1 and drawn >= self.story.get("stay", 1.0):
            until = max(0, since - round(MONTH))
        elif drawn >= self.story.get("now", 1.0):
            until = round(MONTH * self.random.uniform(*TURNED))
        until = 0 if leads else until
        weight = self.random.paretovariate(1.6)
        return _Writer(email, unit, leads, since, until, min(weight, 6.0))

    def _posts(self, writers: list[_Writer]) -> Iterator[tuple[str, ...]]:
        begun = max(writer.since for writer in writers)
        number = 0
        for month in range(int(begun / MONTH), -1, -1):
            for _thread in range(self._threads(month)):
                number += 1
                yield from self._thread(writers, round(month * MONTH), number)

    def _threads(self, month: int) -> int:
        now = float(self.story.get("now", 1.0))
        late, early = TURNED
        part = now + (1 - now) * min(1.0, max(0.0, (month - late) / (early - late)))
        return round(int(self.story["threads"]) * part * self.random.uniform(0.9, 1.1))

    def _thread(self, writers: list[_Writer], ago: int, number: int) -> Iterator[tuple[str, ...]]:
        day = ago + self.random.randrange(round(MONTH))
        there = [one for one in writers if one.since >= day >= one.until]
        if len(there) < 2:  # nobody talks alone
            return
        starter = self._pick(there, {one: one.weight for one in there})
        moment = self._moment(day)
        yield self._row(starter, moment, number, answers="", place=0)
        heard = self._is_heard(starter, day)
        for place in range(1, 1 + (self.random.randint(1, MOST_ANSWERS) if heard else 0)):
            moment += timedelta(hours=self.story["hours"] * self.random.lognormvariate(0, 0.8))
            if moment.date() > self.on - timedelta(days=1):
                return
            others = {one: self._nearness(one, starter) for one in there if one != starter}
            answer = self._pick(list(others), others)
            yield self._row(answer, moment, number, answers=f"{number}.0", place=place)

    def _is_heard(self, starter: _Writer, day: int) -> bool:
        is_new = starter.since - day < MONTH and starter.since < self.months * MONTH - 1
        usual = float(self.story["answered"])
        return self.random.random() < (self.story.get("heard", usual) if is_new else usual)

    def _nearness(self, one: _Writer, other: _Writer) -> float:
        """How likely one answers the other."""
        near = one.weight
        if one.leads and "leaders" in self.story:
            part = self.story["leaders"]
            return float(50 * part / (1 - part))
        if one.unit != other.unit:
            near *= self.story.get("across", 1.0)
        if frozenset((one.unit, other.unit)) in self.cracks and not self.story.get("bridges"):
            near *= CRACK
        return near

    def _pick(self, those: list[_Writer], weights: dict[_Writer, float]) -> _Writer:
        return self.random.choices(those, [weights[one] for one in those])[0]

    def _moment(self, ago: int) -> datetime:
        day = workday(self.on - timedelta(days=ago + 1))
        return datetime.combine(day, time(7), UTC) + timedelta(minutes=self.random.randrange(600))

    def _row(
        self, writer: _Writer, moment: datetime, number: int, *, answers: str, place: int
    ) -> tuple[str, ...]:
        sent_at = moment.isoformat(timespec="seconds")
        name = f"{number}.{place}"
        return (writer.email, sent_at, str(number), answers, name, self.community.slug)
