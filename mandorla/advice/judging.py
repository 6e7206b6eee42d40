"""Every rule held against what is known of communities: warnings fire, and end by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandorla.advice.catalog import shipped_rules
from mandorla.advice.models import Tuning, Warning
from mandorla.communities.models import Community
from mandorla.core.conditions import Finding, judge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from mandorla.core.conditions import Condition

ENDING = ("closing", "closed")  # a community that ends has its end to see to


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one rule in one community.

    Attributes:
        holds: Whether one of its ways is open; None when that depends on what is not known.
        seen: What was found by the conditions that brought it about, by name.
    """

    holds: bool | None
    seen: Mapping[str, Finding]


def judge_all(
    findings_by_community: Mapping[int, Mapping[str, Finding]], *, at: datetime
) -> dict[int, tuple[int, int]]:
    """Hold every rule against some communities, and keep what changed since the last time.

    The number of queries does not depend on how many communities there are.

    Args:
        findings_by_community: What is known of each, by its id.
        at: The moment.

    Returns:
        Of each community how many warnings stand and how grave the gravest is: 3 high, 2 medium,
        1 low, 0 when none stands or only what is good to know.
    """
    ways = Tuning.ways_in_use()
    kinds = _kinds(findings_by_community)
    judged = {
        pk: {
            number: judge_rule(ways[number], findings)
            for number, rule in shipped_rules().items()
            if number in ways and kinds.get(pk, "") not in rule.not_for
        }
        if pk in kinds
        else {}
        for pk, findings in findings_by_community.items()
    }
    standing = Warning.settle(judged, at=at)
    weights = {number: rule.weight for number, rule in shipped_rules().items()}
    return {
        pk: (len(numbers), max((weights[one] for one in numbers), default=0))
        for pk, numbers in standing.items()
    }


def judge_rule(ways: Sequence[Sequence[Condition]], findings: Mapping[str, Finding]) -> Judged:
    """Whether a rule stands, and by which findings.

    Args:
        ways: The ways in which it comes to stand, with figures.
        findings: What is known of the community.
    """
    verdicts = [judge([way], findings=findings) for way in ways]
    opened = [verdict for verdict in verdicts if verdict.holds]
    if opened:
        seen = {
            one.condition.indicator: one.finding for verdict in opened for one in verdict.answers
        }
        return Judged(holds=True, seen=seen)
    return Judged(holds=None if any(one.holds is None for one in verdicts) else False, seen={})


def _kinds(communities: Mapping[int, object]) -> dict[int, str]:
    """The archetype of each community that is not ending."""
    rows = Community.objects.filter(pk__in=list(communities)).exclude(status__in=ENDING)
    return dict(rows.values_list("pk", "archetype"))
