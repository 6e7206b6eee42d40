"""What can be known of a community, by name: each module says what it knows and how it reads it.

Gates, reviews, maturity profiles and warnings all rest on these names. A module lists its
indicators in `indicators.py`, with one function that reads them for any number of communities at
once, and hands both over when it is loaded. What nobody can read is not known; that is never the
same as no.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import ngettext

from mandorla.base.amounts import amounts_between, rounded, shares_between
from mandorla.core.conditions import UNKNOWN, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from django.utils.functional import _StrPromise

Found = dict[str, dict[int, Finding]]
RANGES: Final = ("money", "range")  # units that are only ever said from one end to the other


@dataclass(frozen=True)
class Indicator:
    """One thing that can be known of a community.

    Attributes:
        name: As rules write it: "rhythm_held".
        label: What it is called in a table: "gatherings held of those planned".
        unit: "share", "points" between two shares, "count", "days", "hours", "yes" or "word";
            "money" and "range", a share, are said from their lower to their upper end.
        sentence: What is true, with `{value}`, `{part}`, `{of}`, `{low}`, `{high}` and, from the
            lower to the upper end, `{between}` as fields; of a yes or no, what is true when it
            is yes.
        below_zero: Of days, how a day that is past is said; `{value}` is then how long ago it was.
        otherwise: Of a yes or no, what is true when it is no; of a figure, how zero is said. Empty
            when `sentence` serves.
        words: Of a word, how people say each that it can be.
        unknown: Why it may not be known, and how it would be.
        page: The name of the address where one sees what it was counted from; it takes the slug
            of the community.
    """

    name: str
    label: str | _StrPromise
    unit: str
    sentence: str | _StrPromise
    unknown: str | _StrPromise
    page: str
    otherwise: str | _StrPromise = ""
    below_zero: str | _StrPromise = ""
    words: Mapping[str, str | _StrPromise] = field(default_factory=dict, hash=False)

    def say(self, finding: Finding) -> str:
        """What is known, as a sentence."""
        if finding.value is None:
            return str(self.unknown)
        value, template = finding.value, self.sentence if finding.value else self.otherwise
        if self.below_zero and not isinstance(value, str) and value < 0:
            value, template = -value, self.below_zero
        return str(template or self.sentence).format(
            value=self.shown(value),
            part=finding.part,
            of=finding.of,
            low=self.shown(finding.low),
            high=self.shown(finding.high),
            between=self.between(finding),
        )

    def between(self, finding: Finding) -> str:
        """A range from its lower to its upper end, with its currency; empty of other units."""
        low, high = finding.low, finding.high
        if self.unit not in RANGES or low is None or high is None:
            return ""
        if self.unit == "money":
            return amounts_between(low, high, finding.currency or "")
        return shares_between(low, high)

    def shown(self, value: Any) -> str:
        """A value of this indicator as people read it, with at most one digit after the point."""
        if value is None or isinstance(value, str):
            return str(self.words.get(value, value)) if value else ""
        if self.unit == "money":
            return rounded(value)
        if self.unit == "points":
            points = round(value * 100)
            return ngettext("{n} point", "{n} points", abs(points)).format(n=number_format(points))
        if self.unit in ("share", "range"):
            return f"{round(value * 100)}%"
        return number_format(round(value, 1) if value % 1 else int(value))

    def address(self, slug: str) -> str:
        """Where one sees what it was counted from."""
        return reverse(self.page, args=[slug])


class Reader(Protocol):
    """Reads what a module knows of some communities, in a number of queries that is fixed."""

    def __call__(self, communities: Sequence[int], *, at: datetime) -> Found:
        """By the name of the indicator, what is known of each community; the rest is not known."""


_indicators: dict[str, Indicator] = {}
_readers: list[Reader] = []


def declare(indicators: Iterable[Indicator], *, read: Reader) -> None:
    """Make what a module knows available; called once, when the module is loaded."""
    _indicators.update({one.name: one for one in indicators})
    _readers.append(read)


def indicator(name: str) -> Indicator:
    """The indicator of that name; a KeyError means that no module declared it."""
    return _indicators[name]


def all_indicators() -> list[Indicator]:
    """Every declared indicator, by name."""
    return [_indicators[name] for name in sorted(_indicators)]


def read_all(communities: Sequence[int], *, at: datetime) -> dict[int, dict[str, Finding]]:
    """What every module knows of some communities, by their ids.

    Args:
        communities: The ids; a few hundred at once.
        at: The moment of looking; what is counted over time ends there.
    """
    known: dict[int, dict[str, Finding]] = {pk: {} for pk in communities}
    for read in _readers:
        for name, found in read(communities, at=at).items():
            for pk, finding in found.items():
                known[pk][name] = finding
    return known


def plain(findings: Mapping[str, Finding]) -> dict[str, dict[str, Any]]:
    """Findings as plain values, to be kept; what is not known is left out."""
    return {
        name: {key: value for key, value in asdict(finding).items() if value is not None}
        for name, finding in sorted(findings.items())
        if finding.value is not None
    }


def read_plain(kept: Mapping[str, Mapping[str, Any]]) -> dict[str, Finding]:
    """Findings from plain values; one of an indicator that is gone is kept all the same."""
    return {name: Finding(**values) for name, values in kept.items()}


def of(findings: Mapping[str, Finding], name: str) -> Finding:
    """What is known of one indicator."""
    return findings.get(name, UNKNOWN)
