"""The rules that ship with Mandorla, read once from `rules.toml`; what is broken is named by place.

A rule says when a community should be told something, what to do about it, and on whose
experience it rests. An installation sets thresholds of its own in the database; the file stays.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from mandorla.core.conditions import RELATIONS, Condition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mandorla.core.conditions import Value

DATA: Final = Path(__file__).with_name("rules.toml")
SEVERITIES: Final = {"info": 0, "low": 1, "med": 2, "high": 3}
AUDIENCES: Final = ("run", "sponsor", "program_manager")
UNITS: Final = ("days", "hours", "share", "count")
TEXTS: Final = ("key", "title", "severity", "advice", "page", "link", "guide", "base", "ours")
MAY_BE_EMPTY: Final = ("base",)
PARTS: Final = {*TEXTS, "ways", "thresholds", "for", "not_for"}
ANSWERS: Final = {"yes": True, "no": False}


class BrokenData(ValueError):
    """A data file that cannot be used; the sentence says where and why."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A figure from which a rule stands; an installation may set it otherwise.

    Attributes:
        name: What conditions call it.
        value: Our default.
        unit: "days", "hours", "share" or "count".
        label: What it is, for whoever sets it.
    """

    name: str
    value: float
    unit: str
    label: str


@dataclass(frozen=True, slots=True)
class Rule:
    """When a community should be told something, and what to do about it.

    Attributes:
        number: "W01"; it never changes.
        key: A short name in English.
        title: What is the matter, as a sentence without a full stop.
        severity: "high", "med", "low" or "info".
        advice: What to do now.
        audience: Who can do it: "run", "sponsor", "program_manager".
        page: The name of the address where it is done; it takes the slug of the community.
        link: What the way there is called.
        guide: The key of the guide that says more.
        base: Whose experience it rests on; empty when it is ours alone.
        ours: What in it is our own default.
        not_for: Keys of the archetypes it is not asked of.
        ways: The ways in which it comes to stand, each a number of conditions needed together.
        thresholds: The figures in them that can be set, by name.
    """

    number: str
    key: str
    title: str
    severity: str
    advice: str
    audience: tuple[str, ...]
    page: str
    link: str
    guide: str
    base: str
    ours: str
    not_for: frozenset[str]
    ways: tuple[tuple[Condition, ...], ...]
    thresholds: Mapping[str, Threshold]

    @property
    def weight(self) -> int:
        """How grave it is, from 0 (only to be known) to 3 (high)."""
        return SEVERITIES[self.severity]

    @property
    def indicators(self) -> frozenset[str]:
        """The names of what it looks at."""
        return frozenset(one.indicator for way in self.ways for one in way)

    def ways_with(self, values: Mapping[str, float]) -> tuple[tuple[Condition, ...], ...]:
        """Its ways with the figures in the place of the names of thresholds.

        Args:
            values: What is set otherwise than our default, by the name of the threshold.
        """
        figures = {
            f"${name}": values.get(name, known.value) for name, known in self.thresholds.items()
        }
        return tuple(
            tuple(Condition(one.indicator, one.relation, _bound(one.bound, figures)) for one in way)
            for way in self.ways
        )


def _bound(bound: Value, figures: Mapping[str, float]) -> Value:
    return figures.get(bound, bound) if isinstance(bound, str) else bound


def tables(text: str, *, file: str) -> dict[str, Any]:
    """The tables of a data file.

    Raises:
        BrokenData: It is not TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BrokenData(f"{file}: {problem}") from problem


@cache
def shipped_rules() -> Mapping[str, Rule]:
    """The rules of the data file by their numbers, in order."""
    return read_rules(DATA.read_text(encoding="utf-8"))


def read_rules(text: str, *, file: str = DATA.name) -> Mapping[str, Rule]:
    """Rules from the text of a data file.

    Args:
        text: TOML, as in `rules.toml`.
        file: What the file is called when it is refused.

    Raises:
        BrokenData: Something in it cannot be used; the sentence names the rule and the field.
    """
    found = tables(text, file=file)
    rules = {
        number: _rule(number, fields, f"{file} [{number}]") for number, fields in found.items()
    }
    keys: dict[str, str] = {}
    for rule in rules.values():
        if rule.key in keys:
            raise BrokenData(f"{file} [{rule.number}] key: {keys[rule.key]} has the same.")
        keys[rule.key] = rule.number
    return MappingProxyType(rules)


def _rule(number: str, fields: Any, place: str) -> Rule:
    if not isinstance(fields, dict):
        raise BrokenData(f"{place}: a rule is a table.")
    strange = sorted(set(fields) - PARTS)
    if strange:
        raise BrokenData(f"{place} {strange[0]}: nothing reads this.")
    texts = {name: _text(fields, name, place) for name in TEXTS}
    if texts["severity"] not in SEVERITIES:
        raise BrokenData(f"{place} severity: {texts['severity']!r} is none of {[*SEVERITIES]}.")
    thresholds = {
        name: _threshold(name, given, f"{place} thresholds.{name}")
        for name, given in fields.get("thresholds", {}).items()
    }
    ways = tuple(_ways(fields.get("ways"), f"{place} ways"))
    _same_names(ways, thresholds, place)
    return Rule(
        number=number,
        audience=_audience(fields.get("for"), f"{place} for"),
        not_for=frozenset(fields.get("not_for", [])),
        ways=ways,
        thresholds=MappingProxyType(thresholds),
        **texts,
    )


def _text(fields: Mapping[str, Any], name: str, place: str) -> str:
    given = fields.get(name)
    if not isinstance(given, str) or not (given.strip() or name in MAY_BE_EMPTY):
        raise BrokenData(f"{place} {name}: some words are needed.")
    return given.strip()


def _audience(given: Any, place: str) -> tuple[str, ...]:
    if not isinstance(given, list) or not given or set(given) - set(AUDIENCES):
        raise BrokenData(f"{place}: a list of some of {[*AUDIENCES]} is needed.")
    return tuple(given)


def _threshold(name: str, given: Any, place: str) -> Threshold:
    if not isinstance(given, dict) or set(given) != {"value", "unit", "label"}:
        raise BrokenData(f"{place}: value, unit and label are needed.")
    value, unit = given["value"], given["unit"]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BrokenData(f"{place} value: {value!r} is no figure.")
    if unit not in UNITS:
        raise BrokenData(f"{place} unit: {unit!r} is none of {[*UNITS]}.")
    return Threshold(name, value, unit, _text(given, "label", place))


def _ways(given: Any, place: str) -> Iterator[tuple[Condition, ...]]:
    if not isinstance(given, list) or not given:
        raise BrokenData(f"{place}: a rule needs one at least.")
    for number, way in enumerate(given, 1):
        if not isinstance(way, list) or not way:
            raise BrokenData(f"{place}, {number}: a way needs one condition at least.")
        yield tuple(_condition(words, f"{place}, {number}") for words in way)


def _condition(words: Any, place: str) -> Condition:
    parts = words.split() if isinstance(words, str) else []
    if len(parts) != 3:
        raise BrokenData(f"{place}: {words!r} is not an indicator, a relation and a bound.")
    indicator, relation, bound = parts
    if relation not in RELATIONS:
        raise BrokenData(f"{place}: {relation!r} is none of {[*RELATIONS]}.")
    return Condition(indicator, relation, ANSWERS.get(bound, _figure(bound)))


def _figure(bound: str) -> float | str:
    try:
        return float(bound)
    except ValueError:
        return bound


def _same_names(
    ways: tuple[tuple[Condition, ...], ...], thresholds: Mapping[str, Threshold], place: str
) -> None:
    """Each threshold that is used has a value, and each that has one is used."""
    bounds = {one.bound for way in ways for one in way if isinstance(one.bound, str)}
    used = {bound[1:] for bound in bounds if bound.startswith("$")}
    for name in sorted(used - set(thresholds)):
        raise BrokenData(f"{place} ways: ${name} is no threshold of this rule.")
    for name in sorted(set(thresholds) - used):
        raise BrokenData(f"{place} thresholds.{name}: no condition uses it.")
