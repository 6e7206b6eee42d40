"""When an end of a community is to be thought of: signs over what is known, never a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandorla.core.conditions import Answer, Condition, judge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mandorla.core.conditions import Finding


@dataclass(frozen=True, slots=True)
class Sign:
    """One reason to think of an end.

    Attributes:
        name: Which: "quiet", "mission", "change", "sponsor" or "lapsed".
        certain: Whether it is there; False when that depends on what is not known.
        answers: What was looked at for it and speaks for it.
        missing: The names of indicators that are not known and would confirm or upset it.
    """

    name: str
    certain: bool
    answers: tuple[Answer, ...]
    missing: tuple[str, ...]


def signs_of_end(
    findings: Mapping[str, Finding], *, quiet_days: int, leaderless_days: int
) -> tuple[Sign, ...]:
    """Which reasons there are to think of an end, the certain ones first.

    A sign that is not certain is given only when a part of it is known to hold and nothing speaks
    against it: what is not known at all suggests nothing.

    Args:
        findings: What is known, by the name of the indicator; a missing one is not known.
        quiet_days: From how many days without a gathering on it counts as quiet.
        leaderless_days: From how many days without a leader on it counts as not led.

    Returns:
        The signs; empty when nothing speaks for an end.

    Source:
        The Kubernetes project retires a group that did not meet for eight weeks and had no chair
        for four. A mission fulfilled, a sponsor gone and a license lapsed are our own choice.

    Example:
        >>> from mandorla.core.conditions import Finding
        >>> known = {"gathering_days": Finding(70), "leaderless_days": Finding(30)}
        >>> [(one.name, one.certain) for one in signs_of_end(
        ...     known, quiet_days=56, leaderless_days=28)]
        [('quiet', True)]
        >>> half = {"gathering_days": Finding(70)}
        >>> [(one.certain, one.missing) for one in signs_of_end(
        ...     half, quiet_days=56, leaderless_days=28)]
        [(False, ('leaderless_days',))]
        >>> signs_of_end({}, quiet_days=56, leaderless_days=28)
        ()
    """
    found = [
        _sign(name, conditions, findings)
        for name, conditions in _signs(quiet_days, leaderless_days).items()
    ]
    return tuple(sorted((one for one in found if one), key=lambda one: not one.certain))


def _signs(quiet_days: int, leaderless_days: int) -> dict[str, tuple[Condition, ...]]:
    runs = Condition("license_standing", "is_not", "none")
    return {
        "quiet": (
            Condition("gathering_days", "at_least", quiet_days),
            Condition("leaderless_days", "at_least", leaderless_days),
        ),
        "mission": (Condition("objectives_met", "is", bound=True),),
        "change": (Condition("change_finished", "is", bound=True),),
        # One that applies for its first license may not have a sponsor yet.
        "sponsor": (Condition("has_sponsor", "is", bound=False), runs),
        "lapsed": (Condition("license_standing", "is", "lapsed"),),
    }


def _sign(
    name: str, conditions: Sequence[Condition], findings: Mapping[str, Finding]
) -> Sign | None:
    verdict = judge([conditions], findings=findings)
    holding = tuple(answer for answer in verdict.answers if answer.holds)
    if verdict.holds is False or not holding:
        return None
    missing = tuple(
        answer.condition.indicator for answer in verdict.answers if answer.holds is None
    )
    return Sign(name, bool(verdict.holds), holding, missing)
