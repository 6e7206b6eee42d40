"""What should be done next in a community: its next steps and its advice, as one short list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandorla.advice.guides import Guide
    from mandorla.advice.reading import Advised, Evidence

MOST_WAITING: Final = 3  # more would not be done anyway


@dataclass(frozen=True)
class Waiting:
    """Something that somebody should do next, why, and where.

    Attributes:
        sentence: What is the matter.
        reason: Why it matters, or what to do about it.
        action: What the way to where it is done is called.
        address: Where it is done.
        weight: How urgent it is for the reader: 3 high, 2 medium, 1 low, 0 good to know.
        says: The number of the rule that says the same, when there is one.
        evidence: What is known of it, when it is a warning.
        guide: What says more about it, when it is a warning.
    """

    sentence: str
    reason: str
    action: str
    address: str
    weight: float = 1
    says: str = ""
    evidence: tuple[Evidence, ...] = ()
    guide: Guide | None = None


def next_steps(steps: Iterable[Waiting], advice: Iterable[Advised]) -> tuple[Waiting, ...]:
    """At most three, the most urgent first.

    A step comes before a warning that is as urgent: it can be taken at once. A warning that says
    the same as a step is left out.

    Args:
        steps: What is to be done as the community stands now, the most urgent first.
        advice: The warnings that stand, in the order in which the reader should see to them.
    """
    now = list(steps)
    said = {step.says for step in now}
    found = [*now, *(_told(one) for one in advice if one.rule.number not in said)]
    return tuple(sorted(found, key=lambda step: -step.weight)[:MOST_WAITING])


def _told(one: Advised) -> Waiting:
    return Waiting(
        sentence=f"{one.rule.title}.",
        reason=one.rule.advice,
        action=one.rule.link,
        address=one.address,
        weight=one.urgency,
        evidence=one.evidence,
        guide=one.guide,
    )
