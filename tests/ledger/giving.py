"""A community of which both sides have weighed and rated, with stories and measures, for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mandorla.communities.models import Community
from mandorla.core import pace
from mandorla.core.ballot import Answer
from mandorla.ledger.models import Claim, Reading, Story
from mandorla.value.counting import close
from mandorla.value.models import SponsorAnswer
from tests import make
from tests.ledger.measuring import FAR, measured, weeks
from tests.ledger.telling import story
from tests.ledger.test_working_out import FACTS
from tests.value.rounds import END, LATER, MEMBER, SPONSOR, Group, group

# Of make.EXPECTATIONS: what the sponsor and each member say that they get of the six.
SPONSOR_GETS = (3, 8, 6, None, 9, 7)
MEMBER_GETS = (2, 4, None, 9, 5, 5)
__all__ = ["FAR", "group"]


def rated(
    found: Group,
    *,
    voters: int | None = None,
    raters: int | None = None,
    sponsor: tuple[int | None, ...] = SPONSOR_GETS,
    member: tuple[int | None, ...] = MEMBER_GETS,
    days: int = 0,
) -> None:
    """A closed round: the sponsor and members weigh and rate; the first members alone rate."""
    later = timedelta(days=days)
    begins = make.AT + later
    elicitation = make.elicitation(
        found.community, at=begins, opens_at=begins, closes_at=begins + timedelta(days=14)
    )
    given = Answer(points=SPONSOR, delivery=sponsor)
    SponsorAnswer.give(elicitation=elicitation, answer=given, by=found.ben, at=LATER + later)
    for place, person in enumerate(found.members[:voters]):
        is_silent = raters is not None and place >= raters
        gets = (None,) * len(MEMBER) if is_silent else member
        answer = Answer(points=MEMBER, delivery=gets)
        elicitation.cast(answer, person=person, at=LATER + later)
    close(elicitation, by=None, at=END + later)


def serving(
    community: Community, text: str, *, side: str = "", state: str = "confirmed", **facts: Any
) -> Story:
    """A story that serves an expectation, with a gain of a side when one is named."""
    teller = make.person()
    told = story(community, teller, **{"seen_by": "organization", **facts})
    told.expectations.set(community.expectations.filter(text=text))
    if side:
        Claim.objects.create(story=told, side=side, state=state, **FACTS)
    return told


def reached(community: Community, text: str, **facts: Any) -> None:
    """An outcome of an expectation that was last read at its target."""
    expectation = community.expectations.get(text=text)
    facts = {"baseline": 30.0, "target": 41.0, **facts}
    measure = measured(community, expectation=expectation, **facts)
    read = [pace.Reading(on, 40.0 + place) for place, on in enumerate(weeks(3))]
    Reading.read_all(measure=measure, readings=read, by=None, at=FAR)
