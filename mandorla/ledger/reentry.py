"""What both sides put in, measures and stories, as a file of the register has them.

What is here is never overwritten by a file: rows, and measures and stories with numbers that are
not here, are added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from mandorla.ledger.models import Claim, Investment, Measure, Proof, Reading, Story
from mandorla.ledger.models.measuring import look_ahead

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mandorla.communities.models import Community
    from mandorla.value.models import Expectation

    Rows = Sequence[Mapping[str, Any]]

PARTS: Final = ("readings", "expectations", "objectives", "proofs", "claim", "steps")


def enter_ledger(*, community: Community, investments: Rows, measures: Rows, stories: Rows) -> None:
    """What a file adds to the ledger of a community is here. The caller says why, in an event.

    Hours that were worked out here for a month and a role are not entered once more.

    Args:
        community: Whose it is.
        investments: The values of each row by field.
        measures: The same, with the values of `readings`; `expectation` is its wording.
        stories: The same, with `steps`, the wordings of `expectations`, the `objectives`
            themselves, and the values of `proofs` and of the `claim`.
    """
    with transaction.atomic():
        worked_out = set(
            Investment.objects.filter(community=community, source="gatherings").values_list(
                "role", "begins_on"
            )
        )
        Investment.objects.bulk_create(
            Investment(community=community, **facts)
            for facts in investments
            if facts["source"] != "gatherings"
            or (facts["role"], facts["begins_on"]) not in worked_out
        )
        expected = {" ".join(one.text.split()): one for one in community.expectations.current()}
        for facts in measures:
            _enter_measure(community, facts, expected)
        for facts in stories:
            _enter_story(community, facts, expected)


def numbers_here(community: Community) -> dict[str, set[int]]:
    """The numbers of all measures and stories of a community, also of those that no file has."""
    return {
        "measures": set(community.measures.values_list("number", flat=True)),
        "stories": set(community.stories.values_list("number", flat=True)),
    }


def _enter_measure(
    community: Community, facts: Mapping[str, Any], expected: Mapping[str, Expectation]
) -> None:
    own = _own(facts) | {"expectation": expected.get(facts["expectation"])}
    measure = Measure(community=community, **own)
    measure.save(force_insert=True)
    Reading.objects.bulk_create(Reading(measure=measure, **row) for row in facts["readings"])
    look_ahead(measure)


def _enter_story(
    community: Community, facts: Mapping[str, Any], expected: Mapping[str, Expectation]
) -> None:
    story = Story(community=community, **_own(facts), **facts["steps"])
    story.save(force_insert=True)
    served = (expected.get(text) for text in facts["expectations"])
    story.expectations.set([one for one in served if one])
    story.objectives.set(facts["objectives"])
    Proof.objects.bulk_create(
        Proof(story=story, added_by=story.teller, **row) for row in facts["proofs"]
    )
    if facts["claim"]:
        Claim(story=story, **facts["claim"]).save(force_insert=True)


def _own(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in PARTS}
