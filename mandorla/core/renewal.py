"""What to do with a license when it is reviewed: which ways the evidence speaks for, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mandorla.core.conditions import Answer, Condition, judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mandorla.core.conditions import Finding

# In the order in which they are recommended: what ends or interrupts comes before what goes on.
KINDS: Final = (
    "retire",
    "merge",
    "pause",
    "rescope",
    "institutionalize",
    "split",
    "renew_with_conditions",
    "renew",
)
VITAL: Final = ("overlap", "rhythm", "leader", "core", "sponsor")


@dataclass(frozen=True, slots=True)
class Bounds:
    """From where on something speaks for or against a way; all of it is policy.

    Attributes:
        least_overlap_high: What the upper end of the overlap's interval should reach, 0 to 1.
        overlap_fall: By how much the overlap may fall between two rounds, 0 to 1.
        least_rhythm: Which share of the planned gatherings should be held, 0 to 1.
        least_carried: Which share of what is raised should be carried through, 0 to 1.
        core_people: How many people should lead it or belong to its core.
        core_units: From how many units they should come.
        quiet_days: After how many days without a gathering it counts as quiet.
        leaderless_days: How many days it may be without a leader.
        split_people: How many people one leader can hold together.
        own_stage: From which stage, 1 to 5, it may become a part of the organization.
        own_changes: And how many processes its lessons should have changed by then.
    """

    least_overlap_high: float
    overlap_fall: float
    least_rhythm: float
    least_carried: float
    core_people: int
    core_units: int
    quiet_days: int
    leaderless_days: int
    split_people: int
    own_stage: int
    own_changes: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a way.

    Attributes:
        name: Which, as in the tables of this file; of a check that failed or is not known, too.
        answers: What was looked at for it, with what is known.
    """

    name: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One way that is recommended, or that could be if more were known.

    Attributes:
        kind: One of `KINDS`.
        certain: Whether the evidence speaks for it; False when that depends on what is missing.
        reasons: What speaks for it. Of "renew" the checks that hold; of "renew_with_conditions"
            those that do not hold or are not known, each of which asks for a condition.
        missing: The names of indicators that are not known and would confirm or upset it.
    """

    kind: str
    certain: bool
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]


def recommend(findings: Mapping[str, Finding], *, bounds: Bounds) -> tuple[Recommendation, ...]:
    """Which ways the evidence speaks for, the one to look at first coming first.

    What is not known is never taken for a no: a way is recommended only for what is known to
    hold, and a license is renewed without conditions only when all that is vital is known.

    Args:
        findings: What is known, by the name of the indicator; a missing one is not known.
        bounds: The policy.

    Returns:
        The ways that are certain in the order of `KINDS`, then those that a part of the evidence
        speaks for and nothing against. Empty when too little is known to say anything.

    Source:
        Our own rule. The ways are those of reviews in practice; that a quiet community without a
        leader is retired follows the rules of the Kubernetes project for its groups.

    Example:
        >>> from mandorla.core.conditions import Finding
        >>> bounds = Bounds(0.45, 0.1, 0.6, 0.3, 3, 2, 56, 28, 150, 4, 3)
        >>> still = {"gathering_days": Finding(90), "leaderless_days": Finding(40)}
        >>> [(one.kind, one.certain) for one in recommend(still, bounds=bounds)]
        [('retire', True), ('pause', True)]
        >>> recommend({}, bounds=bounds)
        ()
    """
    found = [_of_kind(kind, ways, findings) for kind, ways in _ways(bounds).items()]
    found.append(_renewal(findings, bounds))
    given = [one for one in found if one is not None]
    return tuple(sorted(given, key=lambda one: (not one.certain, KINDS.index(one.kind))))


def checks(bounds: Bounds) -> dict[str, tuple[Condition, ...]]:
    """What is looked at before a license is renewed, by the name of the check.

    Args:
        bounds: The policy.

    Returns:
        The conditions of each check, all of which have to hold. Those of `VITAL` have to be
        known; the others count when they are.

    Source:
        Our own choice, after what makes communities fail: no core, no leader, no sponsor, no
        rhythm, nothing that both sides want (Probst and Borzillo 2008; Kaplan's two sides).

    Example:
        >>> bounds = Bounds(0.45, 0.1, 0.6, 0.3, 3, 2, 56, 28, 150, 4, 3)
        >>> [one.indicator for one in checks(bounds)["core"]]
        ['core_people', 'core_units']
    """
    return {
        "overlap": (Condition("overlap_high", "at_least", bounds.least_overlap_high),),
        "rhythm": (_meets(bounds),),
        "leader": (Condition("has_leader", "is", bound=True),),
        "core": (
            Condition("core_people", "at_least", bounds.core_people),
            Condition("core_units", "at_least", bounds.core_units),
        ),
        "sponsor": (Condition("has_sponsor", "is", bound=True),),
        "overlap_kept": (Condition("overlap_change", "at_least", -bounds.overlap_fall),),
        "statement": (Condition("statement_signed", "is", bound=True),),
        "statement_current": (Condition("statement_past", "is", bound=False),),
        "carried": (Condition("carry_through", "at_least", bounds.least_carried),),
        "conditions": (Condition("conditions_overdue", "at_most", 0),),
    }


def _ways(bounds: Bounds) -> dict[str, dict[str, tuple[Condition, ...]]]:
    """For each way that is not a renewal, what speaks for it: one of these is enough."""
    few = Condition("core_people", "below", bounds.core_people)
    little_shared = Condition("overlap_high", "below", bounds.least_overlap_high)
    leaderless = Condition("leaderless_days", "above", bounds.leaderless_days)
    quiet = Condition("gathering_days", "above", bounds.quiet_days)
    slips = Condition("rhythm_held_quarter", "below", bounds.least_rhythm)
    same = Condition("similar_community", "is", bound=True)
    reached = Condition("objectives_met", "is", bound=True)
    unsponsored = Condition("has_sponsor", "is", bound=False)
    return {
        "retire": {
            "quiet": (quiet, leaderless),
            "change_over": (Condition("change_finished", "is", bound=True),),
            "reached_and_quiet": (reached, quiet),
            "unwanted": (unsponsored, little_shared),
        },
        "merge": {"same_and_small": (same, few), "same_and_slipping": (same, slips)},
        "pause": {"leaderless": (leaderless,), "nobody_behind": (unsponsored, slips)},
        "rescope": {
            "reached": (reached, _meets(bounds)),
            "little_shared": (little_shared,),
            "social": (
                Condition("objectives_served", "at_most", 0),
                Condition("solved_half_year", "at_most", 0),
                _meets(bounds),
            ),
        },
        "institutionalize": {
            "way_of_working": (
                Condition("stage", "at_least", bounds.own_stage),
                Condition("lessons_changed_process", "at_least", bounds.own_changes),
                Condition("objectives_served", "at_least", 1),
            ),
        },
        "split": {
            "large": (
                Condition("people", "above", bounds.split_people),
                Condition("leaders", "at_most", 1),
            ),
        },
    }


def _meets(bounds: Bounds) -> Condition:
    return Condition("rhythm_held_quarter", "at_least", bounds.least_rhythm)


def _of_kind(
    kind: str, ways: Mapping[str, Sequence[Condition]], findings: Mapping[str, Finding]
) -> Recommendation | None:
    judged = {name: judge([way], findings=findings) for name, way in ways.items()}
    open_ones = [
        verdict
        for verdict in judged.values()
        if verdict.holds is None and any(answer.holds for answer in verdict.answers)
    ]
    missing = _unknown(answer for verdict in open_ones for answer in verdict.answers)
    certain = any(verdict.holds for verdict in judged.values())
    if not certain and not open_ones:
        return None
    wanted = True if certain else None
    reasons = tuple(
        Reason(name, tuple(answer for answer in verdict.answers if answer.holds))
        for name, verdict in judged.items()
        if verdict.holds is wanted and any(answer.holds for answer in verdict.answers)
    )
    return Recommendation(kind, certain, reasons, missing)


def _renewal(findings: Mapping[str, Finding], bounds: Bounds) -> Recommendation | None:
    """With conditions for what does not hold or is vital and not known; without any, as it is."""
    judged = {name: judge([asked], findings=findings) for name, asked in checks(bounds).items()}
    if not any(judged[name].holds for name in VITAL):
        return None
    missing = _unknown(answer for verdict in judged.values() for answer in verdict.answers)
    weak = tuple(
        Reason(name, tuple(answer for answer in verdict.answers if not answer.holds))
        for name, verdict in judged.items()
        if verdict.holds is False or (verdict.holds is None and name in VITAL)
    )
    if weak:
        return Recommendation("renew_with_conditions", certain=True, reasons=weak, missing=missing)
    strong = tuple(
        Reason(name, verdict.answers) for name, verdict in judged.items() if verdict.holds
    )
    return Recommendation("renew", certain=True, reasons=strong, missing=missing)


def _unknown(answers: Iterable[Answer]) -> tuple[str, ...]:
    names = [answer.condition.indicator for answer in answers if answer.holds is None]
    return tuple(dict.fromkeys(names))
