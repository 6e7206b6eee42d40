"""Asks and expertise, for the tests of both."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mandorla.communities.models import Community
from mandorla.people.models import Person
from mandorla.work.models import Answer, Ask, Contribution, Expertise, Problem, Solution
from tests import make

LATER = make.AT + timedelta(hours=5)


def opened(community: Community, person: Person, text: str = "A hand with C#", **facts: Any) -> Ask:
    """Somebody asks for a hand."""
    return Ask.open(community=community, text=text, by=person, **{"at": make.AT, **facts})


def answered(ask: Ask, person: Person, text: str = "Turn it off and on", **facts: Any) -> Answer:
    """Somebody says what they know."""
    return Answer.give(ask=ask, text=text, by=person, **{"at": LATER, **facts})


def knows(person: Person, *skills: str) -> None:
    """Somebody states what they can help with."""
    for skill in skills:
        Expertise.state(text=skill, by=person, at=make.AT)


def helped(community: Community, person: Person, proposal: str = "One price list") -> Contribution:
    """Somebody helped to find a solution."""
    problem = Problem.objects.create(
        community=community, statement="Old price lists", gathered_at=make.AT
    )
    solution = Solution.propose(problem=problem, proposal=proposal, by=person, at=make.AT)
    return Contribution.help(solution=solution, person=person, at=make.AT)
