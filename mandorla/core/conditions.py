"""Conditions over what is known of a community: they hold, they do not, or nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Value = bool | int | float | str

RELATIONS: Final[Mapping[str, Callable[[Value, Value], bool]]] = {
    "below": lt,
    "at_most": le,
    "at_least": ge,
    "above": gt,
    "is": eq,
    "is_not": ne,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of one indicator at a moment.

    Attributes:
        value: The figure, a yes or no, or a word; None when it is not known.
        part: How many, when the figure is a share of counted things.
        of: Of how many.
        low: The lower end of its interval, when it has one.
        high: The upper end.
        currency: In which an amount is, as ISO 4217 writes it; None of what is no money.
    """

    value: Value | None
    part: int | None = None
    of: int | None = None
    low: float | None = None
    high: float | None = None
    currency: str | None = None


UNKNOWN: Final = Finding(None)


@dataclass(frozen=True, slots=True)
class Condition:
    """One indicator compared with a bound.

    Attributes:
        indicator: The name of what is looked at.
        relation: One of `RELATIONS`.
        bound: What it is compared with.
    """

    indicator: str
    relation: str
    bound: Value


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one condition.

    Attributes:
        condition: Which.
        finding: What is known of its indicator.
        holds: Whether it holds; None when its indicator is not known.
    """

    condition: Condition
    finding: Finding
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one of several ways is open, each of which asks for several conditions at once.

    Attributes:
        holds: Whether one way is open; None when that depends on what is not known.
        answers: Every condition that was looked at, in order.
    """

    holds: bool | None
    answers: tuple[Answer, ...]


def judge(ways: Sequence[Sequence[Condition]], *, findings: Mapping[str, Finding]) -> Verdict:
    """Whether the conditions of one of the ways all hold.

    What is not known makes a condition neither true nor false: a way is closed by one condition
    that does not hold, open when all hold, and otherwise not known.

    Args:
        ways: The ways, each a number of conditions that are needed together. A way without
            conditions is open; no way at all is closed.
        findings: What is known, by the name of the indicator; a missing one is not known.

    Returns:
        The verdict with the answer to each condition.

    Raises:
        ValueError: A relation is unknown, or a word is compared with a number.

    Source:
        Kleene, On notation for ordinal numbers, 1938: strong three-valued logic.

    Example:
        >>> few = Condition("core_people", "below", 3)
        >>> judge([[few]], findings={"core_people": Finding(2)}).holds
        True
        >>> judge([[few]], findings={}).holds is None
        True
        >>> late = Condition("days_since", "above", 90)
        >>> judge([[few, late]], findings={"days_since": Finding(3)}).holds
        False
    """
    answered = [[_answer(condition, findings) for condition in way] for way in ways]
    found = [_all(answer.holds for answer in way) for way in answered]
    holds = True if True in found else None if None in found else False
    return Verdict(holds, tuple(answer for way in answered for answer in way))


def _all(answers: Iterable[bool | None]) -> bool | None:
    given = list(answers)
    return False if False in given else None if None in given else True


def _answer(condition: Condition, findings: Mapping[str, Finding]) -> Answer:
    finding = findings.get(condition.indicator, UNKNOWN)
    if finding.value is None:
        return Answer(condition, finding, None)
    try:
        compare = RELATIONS[condition.relation]
        holds = compare(finding.value, condition.bound)
    except (KeyError, TypeError) as problem:
        raise ValueError(
            f"{condition.indicator} {condition.relation} {condition.bound!r}"
            f" cannot be asked of {finding.value!r}."
        ) from problem
    return Answer(condition, finding, holds)
