"""How a community of the story ends: announced, handed over, people thanked, closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from mandorla.communities.models import Community
from mandorla.licenses.ending import close, retire
from mandorla.licenses.models import Ending

if TYPE_CHECKING:
    from mandorla.demo.days import Calendar
    from mandorla.demo.population import Population
    from mandorla.people.models import Person

Step: TypeAlias = tuple[int, Callable[[], object]]


@dataclass
class Closing:
    """The end of one community, under way or over.

    Attributes:
        story: What the data file tells: when and why it was announced, to whom it hands over,
            whom it thanks, what changed, and when it closed if it has.
        community: The community.
        people: Everybody in the story world.
        calendar: When its steps happened.
    """

    story: dict[str, Any]
    community: Community
    people: Population
    calendar: Calendar

    def steps(self) -> list[Step]:
        """Everything that happened to its end, each so many days ago; nothing if it goes on."""
        if not self.story:
            return []
        steps: list[Step] = [(self.story["on"], self._announce)]
        if "thanked" in self.story:
            steps.append((self.story["thanked"]["on"], self._thank))
        steps += [(one["on"], partial(self._retire, one)) for one in self.story.get("retired", [])]
        if "closed" in self.story:
            steps.append((self.story["closed"]["on"], self._close))
        return steps

    def _announce(self) -> None:
        by = self._who(self.story["by"])
        ending = Ending.begin(
            community=self.community,
            kind="end",
            reason=self.story["reason"],
            last_on=self.calendar.day(self.story["last"]),
            by=by,
            at=self.calendar.moment(self.story["on"]),
            on=self.calendar.day(self.story["on"]),
        )
        for name in self.story.get("heirs", []):
            heir = Community.objects.get(name=name)
            ending.name_heir(heir, by=by, at=self.calendar.moment(self.story["on"]))

    def _thank(self) -> None:
        told, ending = self.story["thanked"], self._ending
        ending.thank(
            people=[(self._who(one["who"]), one["as"]) for one in told["people"]],
            words=told["words"],
            edits=ending.edits,
            by=self._who(told["by"]),
            at=self.calendar.moment(told["on"]),
        )
        ending = self._ending
        ending.write_changes(text=told["changed"], edits=ending.edits)

    def _retire(self, told: dict[str, Any]) -> None:
        at = self.calendar.moment(told["on"])
        by = self._who(told["by"])
        retire(self._ending, told["things"], because=told["because"], by=by, at=at)

    def _close(self) -> None:
        told = self.story["closed"]
        at, on = self.calendar.moment(told["on"]), self.calendar.day(told["on"])
        close(self._ending, by=self._who(told["by"]), at=at, on=on)

    @property
    def _ending(self) -> Ending:
        found = Ending.objects.get(community=self.community)
        found.community = self.community
        return found

    def _who(self, name: str) -> Person:
        return self.people.parts[name]
