"""What a community of the story put in, what people told of it, and how its measures moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from mandorla.ledger.aims import Aim
from mandorla.ledger.models import Claim, Currency, HourRate, Investment, Measure, Reading, Story
from mandorla.ledger.models.claiming import Gain
from mandorla.ledger.put_in import PutIn
from mandorla.work.models import Solution

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.communities.models import Community
    from mandorla.demo.days import Calendar
    from mandorla.demo.population import Population
    from mandorla.people.models import Person

Step: TypeAlias = tuple[int, Callable[[], object]]
STEPS: Final = ("happened", "useful", "used", "difference", "success")
LONG_AGO: Final = 900  # days: rates were set before anything was put in
HOURS: Final = {"member": "58", "leader": "64", "sponsor": "105"}  # euros


def set_rates(*, by: Person, calendar: Calendar) -> None:
    """What an hour costs in each role, and what a krone is worth, in euros."""
    on, at = calendar.day(LONG_AGO), calendar.moment(LONG_AGO)
    Currency.choose_base(code="EUR", on=on, by=by, at=at)
    Currency.set(code="NOK", worth=Decimal("0.085"), from_on=on, by=by, at=at)
    for role, amount in HOURS.items():
        HourRate.set(role=role, amount=Decimal(amount), currency="EUR", from_on=on, by=by, at=at)


@dataclass
class Ledger:
    """The ledger of one community.

    Attributes:
        story: What the data file tells: investments, stories with claims, measures with readings.
        community: The community.
        people: Everybody in the story world.
        calendar: When its steps happened.
    """

    story: dict[str, Any]
    community: Community
    people: Population
    calendar: Calendar

    def steps(self) -> list[Step]:
        """Everything that was entered, each so many days ago."""
        steps: list[Step] = [
            (told["on"], partial(self._give, told)) for told in self.story.get("investments", [])
        ]
        for told in self.story.get("stories", []):
            steps.append((told["on"], partial(self._tell, told)))
            if "claim" in told:
                steps.append((told["claim"]["on"], partial(self._claim, told)))
            if "confirmed" in told.get("claim", {}):
                steps.append((told["claim"]["confirmed"]["on"], partial(self._confirm, told)))
        for told in self.story.get("measures", []):
            steps.append((told["on"], partial(self._begin, told)))
            for ago, value in told["readings"]:
                steps.append((min(ago, told["on"]), partial(self._read, told, ago, value)))
        return steps

    def _give(self, told: dict[str, Any]) -> None:
        money = told.get("amount")
        put_in = PutIn(
            side=told["side"],
            kind=told["kind"],
            begins_on=self.calendar.day(told["from"]),
            ends_on=self.calendar.day(told["until"]),
            role=told.get("role", ""),
            hours=Decimal(told["hours"]) if "hours" in told else None,
            hours_high=Decimal(told["hours_high"]) if "hours_high" in told else None,
            amount=Decimal(money) if money else None,
            currency="EUR" if money else "",
            note=told["note"],
        )
        by, at = self._who(told["by"]), self._at(told["on"])
        Investment.give(community=self.community, put_in=put_in, by=by, at=at)

    # --- what people told ---

    def _tell(self, told: dict[str, Any]) -> None:
        at = self._at(told["on"])
        sources: dict[str, Any] = {}
        if "solution" in told:
            sources["solution"] = Solution.objects.get(
                community=self.community, proposal__startswith=told["solution"]
            )
        Story.tell(
            community=self.community,
            title=told["title"],
            steps={name: told[name] for name in STEPS if name in told},
            seen_by=told["seen_by"],
            is_nameless=told.get("nameless", False),
            promised_on=self.calendar.day(-told["promised"]) if "promised" in told else None,
            expectations=[self._expectation(text) for text in told.get("expectations", [])],
            by=self._who(told["by"]),
            at=at,
            **sources,
        )

    def _claim(self, told: dict[str, Any]) -> None:
        claimed = told["claim"]
        gain = Gain(
            kind=claimed["kind"],
            low=Decimal(claimed["low"]),
            high=Decimal(claimed["high"]),
            share=Decimal(claimed["share"]),
            confidence=Decimal(claimed["confidence"]),
            begins_on=self.calendar.day(claimed["from"]),
            ends_on=self.calendar.day(claimed["until"]),
            unit=self.people.units[claimed["unit"]],
            hours=claimed.get("hours", False),
            currency=claimed.get("currency", ""),
        )
        Claim.make(
            story=self._story(told),
            gain=gain,
            asked=self._who(claimed["asked"]) if "asked" in claimed else None,
            by=self._who(claimed["by"]),
            at=self._at(claimed["on"]),
        )

    def _confirm(self, told: dict[str, Any]) -> None:
        confirmed = told["claim"]["confirmed"]
        claim = Claim.objects.get(story=self._story(told))
        claim.confirm(by=self._who(confirmed["by"]), at=self._at(confirmed["on"]))

    def _story(self, told: dict[str, Any]) -> Story:
        return Story.objects.select_related("community").get(
            community=self.community, title=told["title"]
        )

    # --- what shows it ---

    def _begin(self, told: dict[str, Any]) -> None:
        aim = Aim(
            name=told["name"],
            role=told["role"],
            target=told["target"],
            due_on=self.calendar.day(told["due"]),
            shape=told["shape"],
            direction=told.get("direction", "up"),
            unit=told.get("unit", ""),
            baseline=told["baseline"],
            source=told["source"],
        )
        Measure.begin(
            community=self.community,
            aim=aim,
            expectation=self._expectation(told["expectation"]),
            owner=self._who(told["owner"]),
            by=self._who(told["by"]),
            at=self._at(told["on"]),
        )

    def _read(self, told: dict[str, Any], ago: int, value: float) -> None:
        measure = Measure.objects.select_related("community").get(
            community=self.community, name=told["name"]
        )
        Reading.read(
            measure=measure,
            on=self.calendar.day(ago),
            value=value,
            by=measure.owner,
            at=self._at(min(ago, told["on"])),
        )

    # --- of the story ---

    def _expectation(self, text: str) -> Any:
        return self.community.expectations.get(text=text)

    def _who(self, name: str) -> Person:
        return self.people.parts[name]

    def _at(self, ago: int) -> datetime:
        return self.calendar.moment(ago)
