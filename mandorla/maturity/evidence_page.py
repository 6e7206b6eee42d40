"""What data answers to each level of a dimension, in sentences that lead to their source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from mandorla.base.indicators import all_indicators, read_plain
from mandorla.core.staircase import Reached, climb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.base.indicators import Indicator
    from mandorla.core.conditions import Answer, Condition, Finding
    from mandorla.maturity.models import Computed
    from mandorla.maturity.rubric import Dimension, Level, Rubric


ANYTHING: Final = ("at_least", 0)  # it is enough that something is known


@dataclass(frozen=True)
class Said:
    """One answer of data: what is true, what is asked for, and where one sees it."""

    sentence: str
    asked: str
    address: str
    holds: bool | None


@dataclass(frozen=True)
class Seen:
    """A piece of evidence of a level with the answers to it."""

    text: str
    holds: bool | None
    answers: tuple[Said, ...]
    is_for_people: bool


@dataclass(frozen=True)
class LevelAnswered:
    """A level with its evidence and whether it holds."""

    level: Level
    stage: str
    holds: bool | None
    counts: bool  # whether all below it hold, too
    evidence: tuple[Seen, ...]

    @property
    def is_for_people(self) -> bool:
        """Whether data says nothing about it, because only people can tell."""
        return all(seen.is_for_people for seen in self.evidence)


@dataclass(frozen=True)
class DimensionAnswered:
    """A dimension with its levels, the lowest first."""

    dimension: Dimension
    reached: Reached
    levels: tuple[LevelAnswered, ...]


def answered(rubric: Rubric, computed: Computed | None, *, slug: str) -> list[DimensionAnswered]:
    """Every dimension of a model with what data answers.

    Args:
        rubric: The model.
        computed: What was kept for the community; None before it was computed.
        slug: Of the community, for links.
    """
    findings = read_plain(computed.findings) if computed else {}
    known = {one.name: one for one in all_indicators()}
    return [_dimension(one, rubric, findings, known, slug) for one in rubric.dimensions]


def _dimension(
    dimension: Dimension,
    rubric: Rubric,
    findings: Mapping[str, Finding],
    known: Mapping[str, Indicator],
    slug: str,
) -> DimensionAnswered:
    holds = [level.holds(findings) for level in dimension.levels]
    reached = climb(holds)
    levels = tuple(
        LevelAnswered(
            level=level,
            stage=rubric.stages[level.number - 1].name,
            holds=held,
            counts=level.number <= reached.low,
            evidence=tuple(
                Seen(
                    text=seen.text,
                    holds=(verdict := seen.judged(findings)).holds,
                    answers=tuple(_said(one, known, slug) for one in _telling(verdict.answers)),
                    is_for_people=not seen.ways,
                )
                for seen in level.evidence
            ),
        )
        for level, held in zip(dimension.levels, holds, strict=True)
    )
    return DimensionAnswered(dimension, reached, levels)


def _telling(answers: tuple[Answer, ...]) -> list[Answer]:
    """Each indicator once; of several about one, that which holds."""
    told: dict[str, Answer] = {}
    for answer in answers:
        name = answer.condition.indicator
        if name not in told or (answer.holds and not told[name].holds):
            told[name] = answer
    return list(told.values())


def _said(answer: Answer, known: Mapping[str, Indicator], slug: str) -> Said:
    indicator = known.get(answer.condition.indicator)
    if indicator is None:
        return Said(
            sentence=_("Not known: nothing in this installation counts it yet."),
            asked="",
            address="",
            holds=None,
        )
    return Said(
        sentence=indicator.say(answer.finding),
        asked=_asked(answer.condition, indicator),
        address=indicator.address(slug) if answer.finding.value is not None else "",
        holds=answer.holds,
    )


def _asked(condition: Condition, indicator: Indicator) -> str:
    """The bound in words; a yes or no and a word speak for themselves, as does "known at all"."""
    if indicator.unit in ("yes", "word") or (condition.relation, condition.bound) == ANYTHING:
        return ""
    words = {
        "at_least": _("asked for: at least {bound}"),
        "at_most": _("asked for: at most {bound}"),
        "above": _("asked for: more than {bound}"),
        "below": _("asked for: less than {bound}"),
        "is": _("asked for: {bound}"),
        "is_not": _("asked for: not {bound}"),
    }
    return words[condition.relation].format(bound=indicator.shown(condition.bound))


@dataclass(frozen=True)
class Asked:
    """A level of a model with what one would see, and what data is asked for it."""

    level: Level
    stage: str
    evidence: tuple[tuple[str, str], ...]  # what one sees, and the rules in words


def rules_of(rubric: Rubric) -> list[tuple[Dimension, list[Asked]]]:
    """Every dimension of a model with the rules of its levels in words."""
    known = {one.name: one for one in all_indicators()}
    return [
        (
            dimension,
            [
                Asked(
                    level,
                    rubric.stages[level.number - 1].name,
                    tuple((seen.text, _rule(seen.ways, known)) for seen in level.evidence),
                )
                for level in dimension.levels
            ],
        )
        for dimension in rubric.dimensions
    ]


def _rule(ways: tuple[tuple[Condition, ...], ...], known: Mapping[str, Indicator]) -> str:
    """The rules as "label: at least 75%", joined by "and" within a way and by "or" between ways."""
    told = [_(" and ").join(_condition(one, known) for one in way) for way in ways]
    return _(" or ").join(told)


def _condition(condition: Condition, known: Mapping[str, Indicator]) -> str:
    indicator = known.get(condition.indicator)
    label = str(indicator.label) if indicator else condition.indicator
    if (condition.relation, condition.bound) == ANYTHING:
        return _("{label}: known").format(label=label)
    if condition.bound is True or condition.bound is False:
        return label if condition.bound else _("not: {label}").format(label=label)
    shown = indicator.shown(condition.bound) if indicator else str(condition.bound)
    words = {
        "at_least": _("{label}: at least {bound}"),
        "at_most": _("{label}: at most {bound}"),
        "above": _("{label}: more than {bound}"),
        "below": _("{label}: less than {bound}"),
        "is": _("{label}: {bound}"),
        "is_not": _("{label}: not {bound}"),
    }
    return words[condition.relation].format(label=label, bound=shown)
