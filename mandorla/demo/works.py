"""What one community of the story works on: from what crops up to what units take up.

Each step goes through the verb a person would have used, in the order of its moment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from mandorla.demo.heard import Heard
from mandorla.demo.meetings import Meetings
from mandorla.demo.shared import Shared
from mandorla.gatherings.models import Commitment
from mandorla.work.models import (
    AgendaItem,
    Contribution,
    Issue,
    Outcome,
    Problem,
    RolloutLine,
    Solution,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from mandorla.communities.models import Community
    from mandorla.demo.days import Calendar
    from mandorla.demo.meetings import Told
    from mandorla.demo.population import Population
    from mandorla.people.models import Person, Unit


def half_a_year(
    story: dict[str, Any], *, community: Community, people: Population, calendar: Calendar
) -> list[Told]:
    """How a community met and what it worked on, each step with its moment.

    Args:
        story: What the data files tell about the community.
        community: The community, which exists by then.
        people: Everybody in the story world.
        calendar: The day the story is told.
    """
    meetings = Meetings(
        story=story["work"],
        rhythm=story["series"][0],
        community=community,
        people=people,
        calendar=calendar,
    )
    shared = Shared(meetings, story.get("shared", {}))
    return [
        *meetings.steps(),
        *Works(meetings).steps(),
        *Heard(meetings).steps(),
        *shared.steps(),
    ]


@dataclass
class Works:
    """The work of one community.

    Attributes:
        meetings: Its gatherings, which say when everything happened.
        issues: What was surfaced so far, by the key of the data file.
    """

    meetings: Meetings
    issues: dict[str, Issue] = field(default_factory=dict)

    @property
    def story(self) -> dict[str, Any]:
        """What the data file tells."""
        return self.meetings.story

    def steps(self) -> list[Told]:
        """Everything that happened between the gatherings and in them."""
        steps: list[Told] = []
        for told in self.story.get("issues", []):
            steps += self._issue(told)
        for told in self.story.get("problems", []):
            steps += self._problem(told)
        for told in self.story.get("outcomes", []):
            steps += self._outcome(told)
        return steps

    # --- issues ---

    def _issue(self, told: dict[str, Any]) -> list[Told]:
        at = self.meetings.when(told)
        steps: list[Told] = [(at, partial(self._surface, told, at))]
        if told.get("votes"):
            steps.append((at + timedelta(minutes=50), partial(self._vote, told)))
        for verb in ("solved", "dropped"):
            if verb in told:
                end = self.meetings.when(told[verb])
                steps.append((end, partial(self._settle, told, verb, end)))
        for commitment in told.get("commitments", []):
            steps += self._outcome({"kind": "commitment", "about": told["key"], **commitment})
        return steps

    def _surface(self, told: dict[str, Any], at: datetime) -> None:
        here = not told.get("days")
        self.issues[told["key"]] = Issue.surface(
            community=self.meetings.community,
            text=told["text"],
            detail=told.get("detail", ""),
            units=self._units(told.get("units", [])),
            is_anonymous=told.get("anonymous", False),
            gathering=self.meetings.gathering(told["at"]) if here else None,
            by=self.meetings.person(told["by"]),
            at=at,
        )

    def _vote(self, told: dict[str, Any]) -> None:
        issue = self.issues[told["key"]]
        voters = [one for one in self.meetings.members() if one.pk != issue.surfaced_by_id]
        for person in self.meetings.random.sample(voters, min(told["votes"], len(voters))):
            issue.vote(by=person)

    def _settle(self, told: dict[str, Any], verb: str, at: datetime) -> None:
        issue = Issue.objects.get(pk=self.issues[told["key"]].pk)
        settle = issue.solve if verb == "solved" else issue.drop
        settle(because=told[verb]["because"], by=self._by(told[verb]), at=at)

    # --- problems and solutions ---

    def _problem(self, told: dict[str, Any]) -> list[Told]:
        at = self.meetings.when(told)
        kept: dict[str, Any] = {}
        steps: list[Told] = [(at, partial(self._gather, told, kept, at))]
        for solution in told.get("solutions", []):
            steps += self._solution(solution, kept)
        if "solved" in told:
            end = self.meetings.when(told["solved"])
            steps.append((end, partial(self._solve, told, kept, end)))
        return steps

    def _gather(self, told: dict[str, Any], kept: dict[str, Any], at: datetime) -> None:
        owner = self.meetings.people.parts[told["owner"]] if "owner" in told else None
        issues = Issue.objects.filter(pk__in=[self.issues[key].pk for key in told["issues"]])
        kept["problem"] = Problem.gather(
            issues=list(issues.select_related("community").order_by("pk")),
            statement=told["statement"],
            detail=told.get("detail", ""),
            owner=owner,
            by=self._by(told),
            at=at,
        )

    def _solve(self, told: dict[str, Any], kept: dict[str, Any], at: datetime) -> None:
        kept["problem"].solve(because=told["solved"]["because"], by=self._by(told), at=at)

    def _solution(self, told: dict[str, Any], kept: dict[str, Any]) -> list[Told]:
        at, mine = self.meetings.when(told), dict[str, Any]()
        steps: list[Told] = [(at, partial(self._propose, told, kept, mine, at))]
        for move in told.get("moves", []):
            decided_at = self.meetings.when(move)
            steps.append((decided_at, partial(self._decide, move, mine, decided_at)))
        if "helped" in told:
            last = told.get("moves", [told])[-1]["at"]
            steps.append((self.meetings.after(last), partial(self._help, told, mine, last)))
        if "rollout" in told:
            steps += self._roll_out(told["rollout"], mine)
        return steps

    def _propose(
        self, told: dict[str, Any], kept: dict[str, Any], mine: dict[str, Any], at: datetime
    ) -> None:
        mine["solution"] = Solution.propose(
            problem=kept["problem"],
            proposal=told["proposal"],
            detail=told.get("detail", ""),
            may_not_bypass=told.get("may_not_bypass", ""),
            by=self._by(told),
            at=at,
        )

    def _decide(self, move: dict[str, Any], mine: dict[str, Any], at: datetime) -> None:
        solution: Solution = mine["solution"]
        told: dict[str, Any] = {"by": self._by(move), "at": at}
        told["gathering"] = self.meetings.gathering(move["at"])
        if move["verb"] == "try":
            solution.start_trying(**told)
        elif move["verb"] == "accept":
            solution.accept(**told)
        elif move["verb"] == "escalate":
            solution.escalate(to_whom=move["to_whom"], because=move["because"], **told)
        else:
            solution.reject(because=move["because"], **told)

    def _help(self, told: dict[str, Any], mine: dict[str, Any], ago: int) -> None:
        people = {one.pk: one for one in map(self.meetings.person, told["helped"])}
        here = {one.pk for one in self.meetings.members()}
        for pk, person in people.items():
            if pk in here:
                Contribution.help(
                    solution=mine["solution"], person=person, at=self.meetings.after(ago)
                )

    def _roll_out(self, told: dict[str, Any], mine: dict[str, Any]) -> list[Told]:
        at = self.meetings.when(told)
        steps: list[Told] = [(at, partial(self._begin_rollout, told, mine, at))]
        for unit in told["units"]:
            for verb, ago, *because in unit.get("moves", []):
                moved_at = self.meetings.after(ago, days=2)
                move = (unit, verb, because[0] if because else "")
                steps.append((moved_at, partial(self._move, mine, move, moved_at)))
        return steps

    def _begin_rollout(self, told: dict[str, Any], mine: dict[str, Any], at: datetime) -> None:
        parts, units = self.meetings.people.parts, self.meetings.people.units
        RolloutLine.roll_out(
            solution=mine["solution"],
            units=[units[one["unit"]] for one in told["units"]],
            coordinators={
                units[one["unit"]].pk: parts[one["who"]] for one in told["units"] if "who" in one
            },
            due_on=at.date() + timedelta(days=told["due"]),
            by=self._by(told),
            at=at,
        )

    def _move(self, mine: dict[str, Any], move: tuple[Any, ...], at: datetime) -> None:
        facts, verb, because = move
        unit = self.meetings.people.units[facts["unit"]]
        line = RolloutLine.objects.select_related("solution__community", "unit").get(
            solution=mine["solution"], unit=unit
        )
        by = self.meetings.people.parts[facts["who"]] if "who" in facts else self._by(facts)
        if verb == "decline":
            line.decline(because=because, by=by, at=at)
        elif verb == "adapt":
            line.adapt(by=by, at=at)
        else:
            line.adopt(by=by, at=at)

    # --- what came of gatherings ---

    def _outcome(self, told: dict[str, Any]) -> list[Told]:
        at, kept = self.meetings.inside(told["at"]), dict[str, Any]()
        steps: list[Told] = [(at, partial(self._catch, told, kept, at))]
        for verb in ("done", "given_up"):
            if verb in told:
                end = self.meetings.after(told[verb]["at"], days=told[verb].get("days", 1))
                steps.append((end, partial(self._finish, told, kept, end)))
        return steps

    def _catch(self, told: dict[str, Any], kept: dict[str, Any], at: datetime) -> None:
        gathering, by = self.meetings.gathering(told["at"]), self._by(told)
        item = None
        if "about" in told:
            row = AgendaItem(title=self.issues[told["about"]].text, minutes=8)
            row.issue = self.issues[told["about"]]
            item = AgendaItem.place_row(gathering=gathering, row=row, by=by, at=at)
            item.take(by=by, at=at)
        kept["outcome"] = Outcome.catch(
            gathering=gathering,
            kind=told["kind"],
            text=told["text"],
            key=UUID(int=self.meetings.random.getrandbits(128), version=4),
            by=by,
            at=at,
            item=item,
            owner=self.meetings.people.parts[told["owner"]] if "owner" in told else None,
            due_on=self._due(told, at) if told["kind"] == "commitment" else None,
        )
        if item:
            item.finish(by=by, at=at)

    def _finish(self, told: dict[str, Any], kept: dict[str, Any], at: datetime) -> None:
        commitment = Commitment.objects.get(pk=kept["outcome"].commitment_id)
        if "done" in told:
            words = told["done"].get("came_of_it", "")
            commitment.finish(came_of_it=words, by=commitment.owner, at=at)
        else:
            commitment.drop(because=told["given_up"]["because"], by=commitment.owner, at=at)

    def _due(self, told: dict[str, Any], at: datetime) -> date:
        return at.date() + timedelta(days=told["due"])

    # --- who and where ---

    def _by(self, told: dict[str, Any]) -> Person:
        return self.meetings.people.parts[told.get("by", self.story["by"])]

    def _units(self, names: list[str]) -> list[Unit]:
        return [self.meetings.people.units[name] for name in names]
