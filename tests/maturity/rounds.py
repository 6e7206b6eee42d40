"""Members' rounds for tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from mandorla.communities.models import Community
from mandorla.maturity.models import Assessment, ModelVersion, ProfileRound
from mandorla.maturity.statements import STATEMENTS
from mandorla.people.models import Person
from tests import make

CLOSES = make.AT + timedelta(days=14)
YES: dict[str, bool | None] = dict.fromkeys(STATEMENTS, True)


def model() -> ModelVersion:
    """The model that ships."""
    return ModelVersion.objects.get(key="mandorla")


def levels(level: int | None, **others: int | None) -> dict[str, int | None]:
    """The same level in each dimension, but for some."""
    return dict.fromkeys((one.id for one in model().rubric.dimensions), level) | others


def opened(community: Community, **facts: Any) -> ProfileRound:
    """A round that opened at `make.AT`."""
    told = {"model": model(), "closes_at": CLOSES, "by": None, "at": make.AT, **facts}
    return ProfileRound.open(community=community, **told)


def say(held: ProfileRound, person: Person, level: int | None, **others: Any) -> None:
    """Somebody says the same level everywhere, and yes to all statements but these."""
    held.cast(levels=levels(level), statements=YES | others, person=person, at=held.opened_at)


def closed(
    community: Community, people: Iterable[Person], *, level: int = 2, **facts: Any
) -> ProfileRound:
    """A round in which these answered and that was counted."""
    held = opened(community, **facts)
    for person in people:
        say(held, person, level)
    held.close(by=None, at=held.closes_at)
    return held


def agreed(community: Community, level: int = 3, **facts: Any) -> Assessment:
    """The core group agreed on one level everywhere."""
    told = {"model": model(), "levels": levels(level), "by": None, "at": make.AT, **facts}
    return Assessment.agree(community=community, **told)
