"""The value rounds in the life of a community of the story: weighed, counted, agreed and written.

Answers are drawn by lot around what the story says each group wants, the same on every run. They
go in through the verbs that people use, so the figures of the story are measured, not told.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any, Final

from mandorla.core.ballot import MOST_ON_ONE, POINTS, Answer
from mandorla.core.best_worst import design, tally
from mandorla.demo.population import SEED
from mandorla.strategy.models import Objective
from mandorla.value.counting import close
from mandorla.value.drafting import draft_statement
from mandorla.value.models import (
    Allocation,
    Elicitation,
    Expectation,
    Settlement,
    SponsorAnswer,
    Suggestion,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from mandorla.communities.models import Community
    from mandorla.demo.days import Calendar
    from mandorla.demo.population import Population
    from mandorla.people.models import Person

    Step = tuple[int, Callable[[], object]]

OPEN_UNTIL: Final = -9  # a round that is open now closes that many days ahead
SPARE_DAYS: Final = 3  # it is closed by hand, before its time is over
CANNOT_SAY: Final = 0.1  # of the ratings of what is delivered so far


@dataclass
class Rounds:
    """What a community is expected to bring, and how both sides weighed it over time.

    Attributes:
        story: What the data file tells about it.
        community: The community.
        people: Everybody in the story world.
        calendar: When its steps happened.
        leaving: Who leaves the community in the course of the story, by id.
    """

    story: dict[str, Any]
    community: Community
    people: Population
    calendar: Calendar
    leaving: set[int]
    _random: Random = field(init=False)
    _regulars: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._random = Random(f"{SEED} {self.community.name} value")  # noqa: S311 - a story

    def steps(self) -> list[Step]:
        """Everything that happened, with how many days ago."""
        found: list[Step] = [(self.story["chosen"], self._choose)]
        for number, told in enumerate(self.story.get("rounds", []), 1):
            opened = told["opened"]
            found.append((opened, partial(self._open, told, number)))
            if "closed" in told:
                found.append((told["closed"], partial(self._hold, told)))
            found += [
                (settled["on"], partial(self._settle, number, settled))
                for settled in told.get("settled", [])
            ]
        found += [(said["on"], partial(self._say, said)) for said in self.story.get("said", [])]
        for version, told in enumerate(self.story.get("statements", []), 1):
            found.append((told["drafted"], partial(self._draft_statement, told)))
            found.append((told["published"], partial(self._publish_statement, told, version)))
            found += [
                (signature["on"], partial(self._sign_statement, signature, version))
                for signature in told["signatures"]
            ]
        return found

    def _choose(self) -> None:
        at = self.calendar.moment(self.story["chosen"])
        by = self.people.parts[self.story["by"]]
        objectives = {objective.name: objective for objective in Objective.objects.all()}
        for told in self.story["expectations"]:
            expectation = Expectation.choose(
                community=self.community,
                text=told["text"],
                level=told["level"],
                horizon=told["horizon"],
                key=told.get("key", ""),
                measure=told.get("measure", ""),
                by=by,
                at=at,
            )
            if "serves" in told:
                served = [objectives[name] for name in told["serves"]]
                expectation.serve(served, by=by, at=at)

    def _say(self, said: dict[str, Any]) -> None:
        Suggestion.say(
            community=self.community,
            side=said["side"],
            text=said["text"],
            by=self.people.parts[said["who"]] if "who" in said else None,
            at=self.calendar.moment(said["on"]),
        )

    def _open(self, told: dict[str, Any], number: int) -> None:
        at = self.calendar.moment(told["opened"])
        days = told["opened"] - told.get("closed", OPEN_UNTIL) + SPARE_DAYS
        Elicitation.open(
            community=self.community,
            reason=told["reason"],
            methods={"organization": "points", "members": told["method"]},
            opens_at=at,
            closes_at=at + timedelta(days=days),
            by=self.people.parts[self.story["by"]],
            at=at,
            seed=number,
        )
        if "closed" not in told:
            self._answer(told, at=at)

    def _hold(self, told: dict[str, Any]) -> None:
        at = self.calendar.moment(told["closed"])
        self._answer(told, at=at)
        close(self._current(), by=self.people.parts[self.story["by"]], at=at)

    def _current(self) -> Elicitation:
        return Elicitation.objects.get(community=self.community, state="open")

    def _answer(self, told: dict[str, Any], *, at: datetime) -> None:
        elicitation = self._current()
        for sponsor in told.get("sponsors", []):
            SponsorAnswer.give(
                elicitation=elicitation,
                answer=Answer(points=tuple(sponsor["points"]), delivery=tuple(sponsor["delivery"])),
                by=self.people.parts[sponsor["who"]],
                at=at,
            )
        if "members" in told:
            self._members(elicitation, told, at=at)

    def _members(self, elicitation: Elicitation, told: dict[str, Any], *, at: datetime) -> None:
        wants = told["members"]
        if elicitation.member_method == "facilitated":
            Allocation.record(
                elicitation=elicitation,
                side="members",
                answer=Answer(points=tuple(wants["weights"]), delivery=tuple(wants["delivery"])),
                people=len(Elicitation.voters(self.community)),
                note=wants.get("note", ""),
                by=self.people.parts[self.story["by"]],
                at=at,
            )
            return
        for person in self._voters(elicitation, wants):
            drawn = self._points if elicitation.member_method == "points" else self._picks
            elicitation.cast(drawn(wants), person=person, at=at)

    def _voters(self, elicitation: Elicitation, wants: dict[str, Any]) -> list[Person]:
        """The same people every time, so that one round can be shown after the other.

        Others answer, too, only where the story says so, because then they are many.
        """
        invited = set(elicitation.tokens.values_list("person", flat=True))
        if not self._regulars or wants.get("newcomers"):
            self._regulars = invited & set(Elicitation.voters(self.community)) - self.leaving
        absent = {self.people.parts[key].pk for key in wants.get("absent", [])}
        regulars = sorted(self._regulars - absent)
        chosen = regulars[: wants.get("most", len(regulars))]
        memberships = self.community.memberships.filter(person__in=chosen, former=False)
        return list({seat.person_id: seat.person for seat in memberships.order_by("pk")}.values())

    def _points(self, wants: dict[str, Any]) -> Answer:
        """A hundred points drawn around the weights; the wider the spread, the less alike."""
        weights = [
            self._random.gammavariate(max(weight, 0.5) / wants["spread"], 1)
            for weight in wants["weights"]
        ]
        return Answer(points=_hundred(weights), delivery=self._delivery(wants["delivery"]))

    def _picks(self, wants: dict[str, Any]) -> Answer:
        """The best and the worst of each screen, by weights that luck shifts for each person."""
        items = len(wants["weights"])
        liking = [
            math.log(max(weight, 0.5)) + self._random.gauss(0, wants["spread"])
            for weight in wants["weights"]
        ]
        screens = design(items, seed=self._random.getrandbits(30))
        picks = [(max(s, key=liking.__getitem__), min(s, key=liking.__getitem__)) for s in screens]
        best, worst, shown = tally(screens, picks, items=items)
        delivery = self._delivery(wants["delivery"])
        return Answer(best=best, worst=worst, shown=shown, delivery=delivery)

    def _delivery(self, means: Sequence[int]) -> tuple[int | None, ...]:
        return tuple(
            None
            if self._random.random() < CANNOT_SAY
            else min(10, max(0, round(self._random.gauss(mean, 1.2))))
            for mean in means
        )

    def _settle(self, number: int, settled: dict[str, Any]) -> None:
        elicitation = Elicitation.objects.get(community=self.community, number=number)
        Settlement.record(
            elicitation=elicitation,
            item=elicitation.catalogue.items.get(text=settled["item"]),
            way=settled["way"],
            text=settled["text"],
            by=self.people.parts[self.story["by"]],
            at=self.calendar.moment(settled["on"]),
        )

    def _draft_statement(self, told: dict[str, Any]) -> None:
        at = self.calendar.moment(told["drafted"])
        by = self.people.parts[self.story["by"]]
        draft = draft_statement(community=self.community, by=by, at=at)
        days = {"known_on": told["known"], "valid_until": told["valid"]}
        draft.write(
            texts=told["texts"],
            days={name: self.calendar.day(ago) for name, ago in days.items()},
            edits=draft.edits,
        )

    def _publish_statement(self, told: dict[str, Any], version: int) -> None:
        self.community.statements.get(version=version).publish(
            by=self.people.parts[self.story["by"]], at=self.calendar.moment(told["published"])
        )

    def _sign_statement(self, signature: dict[str, Any], version: int) -> None:
        self.community.statements.get(version=version).sign(
            side=signature["side"],
            by=self.people.parts[signature["who"]],
            at=self.calendar.moment(signature["on"]),
        )


def _hundred(weights: Sequence[float]) -> tuple[int, ...]:
    """Whole points in these proportions: 100 together, and at most 60 on one."""
    total = sum(weights)
    points = [min(MOST_ON_ONE, int(weight * POINTS / total)) for weight in weights]
    for place in sorted(range(len(weights)), key=lambda place: -weights[place]):
        points[place] += min(POINTS - sum(points), MOST_ON_ONE - points[place])
    return tuple(points)
