"""How a community of the story was looked at: what its members, its core group and data say.

What members answer is drawn by lot around what the story says, the same on every run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from mandorla.demo.population import SEED
from mandorla.maturity.models import Assessment, ModelVersion, ProfileRound, Target
from mandorla.people.models import Person
from mandorla.value.models import Elicitation

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.communities.models import Community
    from mandorla.demo.days import Calendar
    from mandorla.demo.population import Population

Step: TypeAlias = tuple[int, Callable[[], object]]

OPEN_DAYS: Final = 30
CANNOT_SAY: Final = 0.1


@dataclass
class Profiles:
    """The profile of one community over time.

    Attributes:
        story: What the data file tells: rounds of members, what the core group agreed, targets.
        community: The community.
        people: Everybody in the story world.
        calendar: When its steps happened.
    """

    story: dict[str, Any]
    community: Community
    people: Population
    calendar: Calendar

    def steps(self) -> list[Step]:
        """Everything that happened, each so many days ago."""
        steps: list[Step] = []
        for told in self.story.get("rounds", []):
            steps.append((told["opened"], partial(self._open, told)))
            steps.append((told["closed"], partial(self._close, told)))
        steps += [(one["on"], partial(self._agree, one)) for one in self.story.get("agreed", [])]
        steps += [(one["on"], partial(self._aim, one)) for one in self.story.get("targets", [])]
        return steps

    def _open(self, told: dict[str, Any]) -> None:
        at = self._at(told["opened"])
        ProfileRound.open(
            community=self.community,
            model=self._model,
            closes_at=at + timedelta(days=OPEN_DAYS),
            by=self._who(told["by"]),
            at=at,
        )

    def _close(self, told: dict[str, Any]) -> None:
        """Those who answer do, and it is closed."""
        found = ProfileRound.objects.get(community=self.community, state="open")
        found.community = self.community
        random = Random(f"{SEED} {self.community.name} profile {found.number}")  # noqa: S311
        asked = set(found.tokens.values_list("person", flat=True))
        people = sorted(asked.intersection(Elicitation.voters(self.community)))
        answering = random.sample(people, round(len(people) * told["share"]))
        at = self._at(told["closed"])
        voters = {one.pk: one for one in Person.objects.filter(pk__in=answering)}
        for pk in answering:
            self._cast(found, told, random, person=voters[pk], at=at)
        found.close(by=self._who(told["by"]), at=at)

    def _cast(
        self,
        found: ProfileRound,
        told: dict[str, Any],
        random: Random,
        *,
        person: Person,
        at: datetime,
    ) -> None:
        top = self._model.rubric.top
        levels: dict[str, int | None] = {
            name: None
            if random.random() < CANNOT_SAY
            else min(top, max(0, round(random.gauss(level, 0.6))))
            for name, level in told["levels"].items()
        }
        said = {name: random.random() < share for name, share in told["statements"].items()}
        found.cast(levels=levels, statements=said, person=person, at=at)

    def _agree(self, told: dict[str, Any]) -> None:
        Assessment.agree(
            community=self.community,
            model=self._model,
            levels=told["levels"],
            reasons=told.get("reasons", {}),
            by=self._who(told["by"]),
            at=self._at(told["on"]),
        )

    def _aim(self, told: dict[str, Any]) -> None:
        Target.agree(
            community=self.community,
            model=self._model,
            levels=told["levels"],
            because=told["because"],
            by=self._who(told["by"]),
            at=self._at(told["on"]),
        )

    @property
    def _model(self) -> ModelVersion:
        model = ModelVersion.main()
        if model is None:
            raise LookupError("The model that ships with Mandorla is always there.")
        return model

    def _who(self, part: str) -> Person:
        return self.people.parts[part]

    def _at(self, ago: int) -> datetime:
        return self.calendar.moment(ago)
