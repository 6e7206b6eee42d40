"""What guests of the story's coffee bring from their units, and what leadership answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from mandorla.strategy.models import Objective
from mandorla.work.models import Insight, Response

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.demo.meetings import Meetings, Told


@dataclass
class Heard:
    """The insights of one community."""

    meetings: Meetings

    def steps(self) -> list[Told]:
        """What was brought, heard and answered."""
        steps: list[Told] = []
        for told in self.meetings.story.get("insights", []):
            steps += self._insight(told)
        return steps

    def _insight(self, told: dict[str, Any]) -> list[Told]:
        at, kept = self.meetings.after(told["at"], days=told.get("days", 3)), dict[str, Any]()
        steps: list[Told] = [(at, partial(self._bring, told, kept, at))]
        if "heard" in told:
            heard_at = self.meetings.inside(told["heard"])
            steps.append((heard_at, partial(self._hear, told, kept, heard_at)))
        for number, answer in enumerate(told.get("answers", [])):
            given_at = self.meetings.when(answer)
            steps.append((given_at, partial(self._answer, (answer, number), kept, given_at)))
        return steps

    def _bring(self, told: dict[str, Any], kept: dict[str, Any], at: datetime) -> None:
        kept["insight"] = Insight.bring(
            community=self.meetings.community,
            text=told["text"],
            unit=self.meetings.people.units[told["unit"]],
            objective=Objective.objects.filter(name=told.get("objective", "")).first(),
            by=self.meetings.person(told["by"]),
            at=at,
        )

    def _hear(self, told: dict[str, Any], kept: dict[str, Any], at: datetime) -> None:
        gathering = self.meetings.gathering(told["heard"])
        kept["insight"].hear(
            gathering=gathering, by=self.meetings.people.parts[self.meetings.story["by"]], at=at
        )

    def _answer(
        self, numbered: tuple[dict[str, Any], int], kept: dict[str, Any], at: datetime
    ) -> None:
        answer, number = numbered
        Response.give(
            insight=kept["insight"],
            kind=answer["kind"],
            text=answer.get("text", ""),
            due_on=at.date() + timedelta(days=answer["due"]) if "due" in answer else None,
            seen=number,
            by=self.meetings.people.parts[answer.get("by", self.meetings.story["answers"])],
            at=at,
        )
