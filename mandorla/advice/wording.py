"""Rules and what they found, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.advice.models.tuning import shown
from mandorla.base.indicators import Indicator, all_indicators

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.advice.catalog import Rule
    from mandorla.core.conditions import Condition

SEVERITIES: Final = {
    "high": gettext_lazy("act now"),
    "med": gettext_lazy("see to it"),
    "low": gettext_lazy("small, and quick"),
    "info": gettext_lazy("good to know"),
}
LOOKS: Final = {"high": "is-act", "med": "is-watch", "low": "is-none", "info": "is-none"}
AUDIENCES: Final = {
    "run": gettext_lazy("those who run it"),
    "sponsor": gettext_lazy("its sponsors"),
    "program_manager": gettext_lazy("program managers"),
}
RELATIONS: Final = {
    "below": gettext_lazy("{label}: below {bound}"),
    "at_most": gettext_lazy("{label}: at most {bound}"),
    "at_least": gettext_lazy("{label}: {bound} or more"),
    "above": gettext_lazy("{label}: more than {bound}"),
    "is": gettext_lazy("{label}: {bound}"),
    "is_not": gettext_lazy("{label}: not {bound}"),
}


def for_whom(rule: Rule) -> str:
    """Who can do what a rule advises: "those who run it, its sponsors"."""
    return ", ".join(str(AUDIENCES[one]) for one in rule.audience)


def known_indicators() -> dict[str, Indicator]:
    """Every indicator that some module declared, by name."""
    return {one.name: one for one in all_indicators()}


def conditions_in_words(rule: Rule, values: Mapping[str, float]) -> list[list[str]]:
    """The ways in which a rule comes to stand, each as its conditions in words.

    Args:
        rule: Which.
        values: What is set otherwise than our default, by the name of the threshold.
    """
    known = known_indicators()
    return [
        [_in_words(one, rule, values, known.get(one.indicator)) for one in way] for way in rule.ways
    ]


def _in_words(
    condition: Condition, rule: Rule, values: Mapping[str, float], indicator: Indicator | None
) -> str:
    bound = condition.bound
    if isinstance(bound, bool) and indicator:
        said = (indicator.sentence if bound else indicator.otherwise) or indicator.label
        return str(said).rstrip(".")
    words = RELATIONS[condition.relation]
    label = _label(condition.indicator, indicator)
    bound_words = _bound(condition, rule, values, indicator)
    if _("days") in label:  # a label that says its unit need not hear it twice
        bound_words = bound_words.removesuffix(_(" days"))
    return words.format(label=label, bound=bound_words)


def _label(name: str, indicator: Indicator | None) -> str:
    return str(indicator.label) if indicator else name.replace("_", " ")


def _bound(
    condition: Condition, rule: Rule, values: Mapping[str, float], indicator: Indicator | None
) -> str:
    bound = condition.bound
    if isinstance(bound, bool):
        return _("yes") if bound else _("no")
    if isinstance(bound, str) and bound.startswith("$"):
        threshold = rule.thresholds[bound[1:]]
        return shown(values.get(threshold.name, threshold.value), threshold.unit)
    if isinstance(bound, str):
        return bound.replace("_", " ")
    return shown(bound, indicator.unit if indicator and indicator.unit == "share" else "count")
