"""The life of one community of the story: each step through the verb a person would have used.

The steps are sorted by the day they happened before any is taken, because a verb may only do
what was possible at the time: nobody signs a charter before they are its sponsor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time
from functools import partial
from random import Random
from typing import Any, TypeAlias

from mandorla.communities.models import (
    Charter,
    Community,
    Membership,
    MembershipRequest,
    Proposal,
)
from mandorla.demo.days import Calendar
from mandorla.demo.endings import Closing
from mandorla.demo.ledgers import Ledger
from mandorla.demo.licensing import Licensing
from mandorla.demo.meetings import Told
from mandorla.demo.population import SEED, Population
from mandorla.demo.profiles import Profiles
from mandorla.demo.rounds import Rounds
from mandorla.demo.works import half_a_year
from mandorla.gatherings.models import Series
from mandorla.people.models import Person

Step: TypeAlias = tuple[int, Callable[[], object]]

FORCES = {"benefit": "benefits", "concern": "concerns", "payoff": "payoffs"}


@dataclass
class Life:
    """One community, from its proposal to today.

    Attributes:
        story: What the data file tells about it.
        people: Everybody in the story world.
        calendar: When its steps happened.
        community: The community, once it was proposed.
        leaving: Who leaves it in the course of the story, by id.
    """

    story: dict[str, Any]
    people: Population
    calendar: Calendar
    community: Community
    leaving: set[int] = field(default_factory=set)

    @classmethod
    def live(cls, story: dict[str, Any], *, people: Population, calendar: Calendar) -> Community:
        """The community exists, and everything the story tells of it has happened."""
        proposer = people.parts[story["proposed_by"]]
        founded = story["founded"]
        first = story["charters"][0]
        proposal = Proposal.begin(
            archetype=story["archetype"], by=proposer, at=calendar.moment(founded)
        )
        proposal.save_step(
            at=calendar.moment(founded),
            name=story["name"],
            purpose=story["purpose"],
            joining=story["joining"],
            unit=people.units[story["unit"]],
            forces={kind: first["forces"][key] for kind, key in FORCES.items()},
            texts=first["texts"],
        )
        community = proposal.submit(at=calendar.moment(founded))
        community.channels = story.get("channels", [])
        community.subgroups = story.get("subgroups", [])
        community.keep("channels", "subgroups")
        life = cls(story=story, people=people, calendar=calendar, community=community)
        steps = [(calendar.first(ago), -ago, step) for ago, step in life._steps()]
        steps += [(at, 0, step) for at, step in life._work()]
        for _at, _order, step in sorted(steps, key=lambda step: step[:2]):
            step()
        return community

    def _steps(self) -> list[Step]:
        steps = [*self._roles(), *self._members(), *self._status(), *self._asked()]
        for version, charter in enumerate(self.story["charters"], 1):
            steps += self._charter(version, charter)
        for series in self.story.get("series", []):
            steps.append((series["starts"], partial(self._begin_series, series)))
        told = (self.community, self.people, self.calendar)
        steps += Licensing(self.story["licenses"], *told).steps()
        steps += Closing(self.story.get("ending", {}), *told).steps()
        steps += Ledger(self.story.get("ledger", {}), *told).steps()
        steps += Profiles(self.story.get("profiles", {}), *told).steps()
        return [*steps, *self._rounds()]

    def _work(self) -> list[Told]:
        """How it met and what it worked on in the last half year, when the story tells that."""
        if "work" not in self.story:
            return []
        return half_a_year(
            self.story, community=self.community, people=self.people, calendar=self.calendar
        )

    def _rounds(self) -> list[Step]:
        """How it found out the value that both sides share, when the story tells that."""
        if "value" not in self.story:
            return []
        told = (self.community, self.people, self.calendar)
        return Rounds(self.story["value"], *told, self.leaving).steps()

    # --- people ---

    def _roles(self) -> list[Step]:
        steps: list[Step] = []
        for role in self.story["roles"]:
            if role["role"] == "leader" and role["who"] == self.story["proposed_by"]:
                continue  # who proposes it leads it
            steps.append((role["since"], partial(self._appoint, role)))
            if "until" in role:
                self.leaving.add(self.people.parts[role["who"]].pk)
                steps.append((role["until"], partial(self._relieve, role)))
        return steps

    def _appoint(self, role: dict[str, Any]) -> None:
        Membership.appoint(
            community=self.community,
            person=self.people.parts[role["who"]],
            role=role["role"],
            title=role.get("title", ""),
            employer=role.get("employer", ""),
            by=self._leader,
            at=self.calendar.moment(role["since"]),
        )

    def _relieve(self, role: dict[str, Any]) -> None:
        held = Membership.objects.current().get(
            community=self.community, person=self.people.parts[role["who"]], role=role["role"]
        )
        held.end(by=self._leader, at=self.calendar.moment(role["until"]))

    @property
    def _leader(self) -> Person:
        return self.people.parts[self.story["proposed_by"]]

    def _members(self) -> list[Step]:
        """Colleagues join over the years, most of them early; some have left again."""
        random = Random(f"{SEED} {self.story['name']}")  # noqa: S311 - a story, not a secret
        counts = self.story.get("members", {})
        last = self.story.get("ending", {"on": 0})["on"] + 4
        steps: list[Step] = []
        for unit, people in self.people.in_unit.items():
            stay, left = counts.get("count", {}).get(unit, 0), counts.get("left", {}).get(unit, 0)
            for number, person in enumerate(random.sample(people, stay + left)):
                first = min(self.story["founded"] - 2, self.people.days[person.pk] - 2)
                joined = last + int((first - last) * random.betavariate(4, 2))
                steps.append((joined, partial(self._join, person, joined)))
                if number >= stay:
                    self.leaving.add(person.pk)
                    until = random.randint(last, joined)
                    steps.append((until, partial(self._leave, person, until)))
        return steps

    def _join(self, person: Person, ago: int) -> None:
        at = self.calendar.moment(ago)
        if self.community.joining == "open":
            Membership.join(community=self.community, person=person, at=at)
        else:
            Membership.appoint(
                community=self.community, person=person, role="member", by=self._leader, at=at
            )

    def _leave(self, person: Person, ago: int) -> None:
        Membership.leave(community=self.community, person=person, at=self.calendar.moment(ago))

    def _asked(self) -> list[Step]:
        return [
            (asked["on"], partial(self._ask, asked)) for asked in self.story.get("requests", [])
        ]

    def _ask(self, asked: dict[str, Any]) -> None:
        MembershipRequest.ask(
            community=self.community,
            person=self.people.parts[asked["who"]],
            role=asked["role"],
            note=asked["note"],
            at=self.calendar.moment(asked["on"]),
        )

    # --- status and rhythm ---

    def _status(self) -> list[Step]:
        steps: list[Step] = []
        if "started" in self.story:
            steps.append((self.story["started"], self._start))
        return steps

    def _start(self) -> None:
        self.community.start(by=self._leader, at=self.calendar.moment(self.story["started"]))

    def _begin_series(self, series: dict[str, Any]) -> None:
        Series.begin(
            community=self.community,
            name=series["name"],
            rule=series["rule"],
            timezone="Europe/Oslo",
            starts_on=self.calendar.day(series["starts"]),
            starts_time=time.fromisoformat(series["time"]) if "time" in series else None,
            minutes=series["minutes"],
            place=series["place"],
            found_text=series.get("found", ""),
            by=self._leader,
            at=self.calendar.moment(series["starts"]),
        )

    # --- charter ---

    def _charter(self, version: int, charter: dict[str, Any]) -> list[Step]:
        steps: list[Step] = []
        if version > 1:
            steps.append((charter["drafted"], partial(self._draft, charter)))
        if version == 1 and "review" in charter:
            steps.append((self.story["founded"], partial(self._write, version, charter)))
        if "published" in charter:
            steps.append((charter["published"], partial(self._publish, version, charter)))
        steps += [
            (fit["on"], partial(self._judge, version, fit)) for fit in charter.get("fits", [])
        ]
        steps += [
            (signature["on"], partial(self._sign, version, signature))
            for signature in charter.get("signatures", [])
        ]
        return steps

    def _version(self, version: int) -> Charter:
        return self.community.charters.get(version=version)

    def _draft(self, charter: dict[str, Any]) -> None:
        draft = Charter.draft(
            community=self.community,
            by=self.people.parts[charter["by"]],
            at=self.calendar.moment(charter["drafted"]),
        )
        self._write(draft.version, charter)

    def _write(self, version: int, charter: dict[str, Any]) -> None:
        draft = self._version(version)
        forces = charter.get("forces")
        review = charter.get("review")
        draft.write(
            texts=charter["texts"],
            forces={kind: forces[key] for kind, key in FORCES.items()} if forces else {},
            review_on=draft.review_on if review is None else self.calendar.day(review),
            edits=draft.edits,
        )

    def _publish(self, version: int, charter: dict[str, Any]) -> None:
        self._version(version).publish(
            by=self.people.parts[charter["by"]], at=self.calendar.moment(charter["published"])
        )

    def _judge(self, version: int, fit: dict[str, Any]) -> None:
        self._version(version).judge(
            pair=fit["pair"],
            score=fit["score"],
            reason=fit["reason"],
            by=self.people.parts[fit["by"]],
            at=self.calendar.moment(fit["on"]),
        )

    def _sign(self, version: int, signature: dict[str, Any]) -> None:
        self._version(version).sign(
            side=signature["side"],
            by=self.people.parts[signature["who"]],
            at=self.calendar.moment(signature["on"]),
        )
