"""Stories for tests."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from mandorla.communities.models import Community
from mandorla.ledger.models import Claim, Story
from mandorla.ledger.models.claiming import Gain
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


def gain(**facts: Any) -> Gain:
    """Two to six hours of a year that are free for something else."""
    told = {
        "kind": "capacity",
        "low": Decimal(2),
        "high": Decimal(6),
        "share": Decimal("0.5"),
        "confidence": Decimal("0.8"),
        "begins_on": make.AT.date(),
        "ends_on": make.AT.date() + timedelta(days=364),
        "hours": True,
    }
    return Gain(**{**told, **facts})


def claim(story: Story, by: Person, **facts: Any) -> Claim:
    """A claim of a gain that somebody made at `make.AT`."""
    beside = {name: facts.pop(name) for name in ("asked", "apart") if name in facts}
    return Claim.make(story=story, gain=gain(**facts), by=by, at=make.AT, **beside)
