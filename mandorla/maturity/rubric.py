"""A maturity model as a value: its dimensions, their levels, and what one would see at each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mandorla.core.conditions import Condition, Verdict, judge
from mandorla.core.staircase import Reached, climb, together

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.core.conditions import Finding


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something one can see at a level.

    Attributes:
        text: What one sees, in words.
        ways: The ways in which data shows it, each a number of conditions needed together; empty
            when only people can tell.
    """

    text: str
    ways: tuple[tuple[Condition, ...], ...] = ()

    def judged(self, findings: Mapping[str, Finding]) -> Verdict:
        """Whether data shows it."""
        return judge(self.ways, findings=findings) if self.ways else Verdict(None, ())


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a dimension."""

    number: int
    says: str
    evidence: tuple[Evidence, ...]

    def holds(self, findings: Mapping[str, Finding]) -> bool | None:
        """Whether data shows all of it that data can show; None when that is not known."""
        return together(seen.judged(findings).holds for seen in self.evidence if seen.ways)


@dataclass(frozen=True, slots=True)
class Dimension:
    """One side of a community's life, with its levels, the lowest first."""

    id: str
    name: str
    about: str
    levels: tuple[Level, ...]

    def reached(self, findings: Mapping[str, Finding]) -> Reached:
        """How far data shows it to be."""
        return climb([level.holds(findings) for level in self.levels])


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the life of a community, and what it asks of people next."""

    name: str
    says: str
    leader: str
    sponsor: str


@dataclass(frozen=True, slots=True)
class Lead:
    """What should not run ahead of what: ids of dimensions."""

    ahead: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rubric:
    """A maturity model in one of its versions.

    Attributes:
        key: What files and addresses call it; the same in every version.
        version: Counts up from 1.
        name: What it is called.
        about: What it is for, in a sentence or two.
        credit: Whom it follows, and how surely that is known.
        stages: What the levels are called, the lowest first.
        dimensions: In their order.
        activity: What should not run ahead of its license: gatherings without permission.
        governance: What should not run ahead of its life: control without people.
    """

    key: str
    version: int
    name: str
    about: str
    credit: str
    stages: tuple[Stage, ...]
    dimensions: tuple[Dimension, ...]
    activity: Lead
    governance: Lead

    @property
    def top(self) -> int:
        """The number of levels."""
        return len(self.stages)

    @cached_property
    def indicators(self) -> frozenset[str]:
        """The names of everything that its rules look at."""
        return frozenset(
            condition.indicator
            for dimension in self.dimensions
            for level in dimension.levels
            for seen in level.evidence
            for way in seen.ways
            for condition in way
        )

    def reached(self, findings: Mapping[str, Finding]) -> dict[str, Reached]:
        """How far data shows each dimension to be."""
        return {one.id: one.reached(findings) for one in self.dimensions}

    def dimension(self, key: str) -> Dimension | None:
        """The dimension of that id."""
        return next((one for one in self.dimensions if one.id == key), None)
