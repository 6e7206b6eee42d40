"""Somebody who brought something of every kind, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mandorla.communities.models import Community, Membership
from mandorla.gatherings.models import Commitment
from mandorla.people.models import Person
from mandorla.reports.brought import Brought, read
from mandorla.reports.lines import Line, Wanted
from mandorla.reports.models import Consent
from mandorla.work.models import (
    Answer,
    Ask,
    Contribution,
    Expertise,
    Insight,
    Lesson,
    Response,
    RolloutLine,
    Solution,
)
from tests import make
from tests.ledger.telling import claim, story

LATER = make.AT + timedelta(days=3)


@dataclass(frozen=True)
class World:
    """Priya, the community, and those around her."""

    guild: Community
    priya: Person
    ben: Person  # leads, and asked for a hand
    sam: Person  # a colleague in the community
    karin: Person  # a program manager


def world() -> World:
    """A community led by Ben in which Priya is a steward and a member of long standing."""
    ben, priya = make.person("Ben Okafor"), make.person("Priya Shah")
    sam = make.person("Sam Silva")
    guild = make.community("Guild", leader=ben, members=(priya, sam))
    return World(guild, priya, ben, sam, make.program_manager())


def everything(at: World, *, times: int = 1) -> None:
    """Priya brought so much of each kind, and is a steward."""
    for number in range(times):
        one_of_each(at, number)
    Membership.appoint(community=at.guild, person=at.priya, role="steward", by=at.ben, at=make.AT)


def one_of_each(at: World, number: int) -> None:
    """Priya brought one more of each kind."""
    _work(at, number)
    _help(at, number)


def _work(at: World, number: int) -> None:
    issue = make.issue(at.guild, f"Lists differ {number}", by=at.priya)
    problem = make.problem(at.guild, issue)
    solution = Solution.propose(
        problem=problem, proposal=f"One list {number}", by=at.priya, at=make.AT
    )
    Contribution.help(solution=solution, person=at.priya, at=make.AT)
    solution.accept(by=at.ben, at=LATER)
    RolloutLine.roll_out(solution=solution, units=[make.unit()], by=at.ben, at=LATER)
    for line in RolloutLine.objects.filter(solution=solution):
        line.adopt(by=at.ben, at=LATER)
    insight = Insight.bring(
        community=at.guild, text=f"We hear late {number}", unit=make.unit(), by=at.priya, at=make.AT
    )
    Response.give(
        insight=insight, kind="already_done", text="Since May", seen=0, by=at.ben, at=LATER
    )
    lesson = Lesson.keep_one(
        community=at.guild,
        text=f"Ask first {number}",
        look_again_on=date(2026, 9, 1),
        by=at.priya,
        at=make.AT,
    )
    lesson.note_change(changed="The form asks first", on=LATER.date(), by=at.priya, at=LATER)
    told = story(at.guild, at.priya, title=f"One price list {number}", seen_by="organization")
    claim(told, at.priya, asked=at.sam, apart="Another list").confirm(by=at.sam, at=LATER)
    told.add_step(step="difference", text="Two hours a month.", by=at.priya, at=LATER)
    made = Commitment.make(
        community=at.guild,
        text=f"I write to all {number}",
        owner=at.priya,
        due_on=date(2026, 3, 20),
        by=at.priya,
        at=make.AT,
    )
    made.finish(came_of_it="Written", by=at.priya, at=LATER)


def _help(at: World, number: int) -> None:
    answer = answered(at, f"Who knows lists {number}?")
    answer.thank(by=at.ben, at=LATER)
    answer.ask.solve(came_of_it="It works now", by=at.ben, at=LATER)


def answered(at: World, text: str = "Who knows lists?", **facts: Any) -> Answer:
    """Ben asked and Priya answered."""
    ask = Ask.open(**{"community": at.guild, "text": text, "by": at.ben, "at": make.AT, **facts})
    return Answer.give(ask=ask, text="I do.", by=at.priya, at=make.AT)


def both_say_yes(at: World, answer: Answer) -> None:
    """Priya shows that she helped, and Ben lets her name him."""
    Expertise.show(answer=answer, by=at.priya, at=LATER)
    Consent.give(answer=answer, by=at.ben, at=LATER)


def lines(person: Person, **wanted: Any) -> list[Line]:
    """All lines of somebody's page."""
    return list(page_of(person, **wanted).lines)


def page_of(person: Person, **wanted: Any) -> Brought:
    """Somebody's page."""
    return read(person, Wanted(**wanted))


def texts(person: Person, kind: str, **wanted: Any) -> list[str]:
    """What the lines of a kind say."""
    return [line.text for line in lines(person, **wanted) if line.kind == kind]
