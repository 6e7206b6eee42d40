"""Stories for tests."""

from __future__ import annotations

from typing import Any

from mandorla.communities.models import Community
from mandorla.ledger.models import Story
from mandorla.people.models import Person
from mandorla.work.models import Solution
from tests import make

STEPS = {"happened": "We met about the price lists.", "used": "I send one list now, not three."}


def story(community: Community, teller: Person, **facts: Any) -> Story:
    """A story in two steps that somebody told at `make.AT`."""
    told = {"title": "One price list", "steps": STEPS, "by": teller, "at": make.AT}
    return Story.tell(**{"community": community, **told, **facts})


def proposed(community: Community) -> Solution:
    """Something that could be done about a problem of the community."""
    return Solution.propose(
        problem=make.problem(community), proposal="One price list", by=None, at=make.AT
    )
