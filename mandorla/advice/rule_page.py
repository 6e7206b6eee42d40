"""The rules as pages show them: what each asks, on what it rests, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from mandorla.advice.catalog import shipped_rules
from mandorla.advice.guides import guides
from mandorla.advice.models import Tuning, Warning
from mandorla.advice.models.tuning import shown
from mandorla.advice.wording import LOOKS, SEVERITIES, conditions_in_words, for_whom
from mandorla.communities.models import Archetype

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.advice.catalog import Rule
    from mandorla.advice.guides import Guide
    from mandorla.people.models import Person


@dataclass(frozen=True)
class Figure:
    """A threshold as it is set, and our default when that is another."""

    label: str
    value: str
    ours: str


@dataclass(frozen=True)
class RuleShown:
    """A rule for its page.

    Attributes:
        rule: The rule.
        severity: How grave it is, in words.
        look: The class of that word.
        ways: When it stands, in words.
        figures: Its thresholds.
        whom: Who can do something about it.
        guide: What says more.
        not_for: The names of the archetypes it is not asked of.
        is_off: Whether it is switched off.
        tuning: What is set otherwise; None when nothing ever was.
        standing: In how many communities it stands, of those the reader is told of.
    """

    rule: Rule
    severity: str
    look: str
    ways: list[list[str]]
    figures: tuple[Figure, ...]
    whom: str
    guide: Guide
    not_for: tuple[str, ...]
    is_off: bool
    tuning: Tuning | None
    standing: int

    @property
    def is_ours(self) -> bool:
        """Whether it is on and stands by our defaults."""
        return not (self.tuning and (self.tuning.thresholds or self.tuning.is_off))


def read_rules(person: Person) -> list[RuleShown]:
    """Every rule, in order.

    Args:
        person: Who looks: of the communities they are told of, those are counted in which a rule
            stands.
    """
    tunings, names = Tuning.known(), Archetype.names()
    rows = Warning.objects.standing().visible_to(person).values_list("rule")
    counts = dict(rows.annotate(Count("pk")).order_by())
    return [
        show_rule(rule, tuning=tunings.get(number), names=names, standing=counts.get(number, 0))
        for number, rule in shipped_rules().items()
    ]


def show_rule(
    rule: Rule, *, tuning: Tuning | None, names: Mapping[str, str], standing: int
) -> RuleShown:
    """One rule for its page.

    Args:
        rule: Which.
        tuning: What is set otherwise.
        names: What archetypes are called, by key.
        standing: In how many communities it stands.
    """
    own = tuning.thresholds if tuning else {}
    return RuleShown(
        rule=rule,
        severity=str(SEVERITIES[rule.severity]),
        look=LOOKS[rule.severity],
        ways=conditions_in_words(rule, own),
        figures=tuple(
            Figure(
                label=known.label,
                value=shown(own.get(name, known.value), known.unit),
                ours=shown(known.value, known.unit) if name in own else "",
            )
            for name, known in rule.thresholds.items()
        ),
        whom=for_whom(rule),
        guide=guides()[rule.guide],
        not_for=tuple(names[key] for key in sorted(rule.not_for) if key in names),
        is_off=bool(tuning and tuning.is_off),
        tuning=tuning,
        standing=standing,
    )
