"""What a community is expected to bring, as a file of the register has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from mandorla.value.models import Expectation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from mandorla.communities.models import Community
    from mandorla.strategy.models import Objective


def reenter_expectations(
    *,
    community: Community,
    rows: Sequence[tuple[Mapping[str, Any], Sequence[Objective]]],
    at: datetime,
) -> None:
    """The community is expected to bring this and nothing else. The caller says why, in an event.

    An expectation whose wording is here already stays the same one; rounds keep their words.

    Args:
        community: The community.
        rows: The values of each expectation by field, in their order, and what it serves.
        at: The moment.
    """
    current = Expectation.objects.filter(community=community).current()
    here = {expectation.text: expectation for expectation in current}
    with transaction.atomic():
        for position, (facts, objectives) in enumerate(rows):
            expectation = here.pop(facts["text"], None)
            if expectation is None:
                expectation = Expectation(
                    community=community, position=position, added_at=at, **facts
                )
                expectation.save(force_insert=True)
            else:
                for name, value in facts.items():
                    setattr(expectation, name, value)
                expectation.position = position
                expectation.keep(*facts, "position")
            expectation.objectives.set(objectives)
        for gone in here.values():
            gone.dropped_at = at
            gone.keep("dropped_at")
