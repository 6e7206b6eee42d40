"""What a survey says, as plain data for programs and as sentences for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.core.disclosure import FEWEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandorla.base.tables import Problem
    from mandorla.value.figures import ItemFigures
    from mandorla.value.survey.measured import Measured

DIGITS: Final = 9  # of a figure; beyond them machines differ
DIGITS_OF_DRAWS: Final = 6  # which are numbers of 32 bits
MOST_TOLD: Final = 200
WHY_MISSING = {
    "too_few": gettext_lazy("Fewer members answered than this figure needs."),
    "one_respondent": gettext_lazy("One person alone cannot agree or disagree."),
    "all_tied": gettext_lazy("Everything weighs the same, so there is no rank to compare."),
}


def as_data(measured: Measured) -> dict[str, Any]:
    """The whole result; what may not or cannot be said is None, with a sentence why."""
    figures = measured.figures
    named = ("overlap", "interval_80", "interval_95", "agreement_w", "tau_b", "coverage", "ceiling")
    rated = any(item.organization_delivery is not None for item in figures.items) or any(
        item.member_delivery is not None for item in figures.items
    )
    hidden = why_hidden(measured)
    reasons = {
        name: hidden or str(WHY_MISSING[figures.reasons[name]])
        for name in named
        if getattr(figures, name) is None
    }
    return {
        **{name: rounded(getattr(figures, name)) for name in named},
        "respondents": figures.respondents,
        "organization_answers": figures.organization_answers,
        "organization_resampled": figures.organization_resampled,
        "items": [_item(item, rated=rated) for item in figures.items],
        "reason": " ".join(dict.fromkeys(reasons.values())) or None,
        "reasons": reasons,
    }


def _item(item: ItemFigures, *, rated: bool) -> dict[str, Any]:
    names = ["organization", "members", "share", "tension"]
    if rated:
        names += ["organization_delivery", "member_delivery"]
    return {"item": item.item} | {name: rounded(getattr(item, name)) for name in names}


def rounded(value: Any) -> Any:
    """A figure, or two, with as many digits as every machine agrees on."""
    if value is None:
        return None
    if isinstance(value, tuple):
        return [round(one, DIGITS_OF_DRAWS) for one in value]
    return round(value, DIGITS)


def why_hidden(measured: Measured) -> str:
    """Why nothing of the members is shown; empty when it is."""
    if not measured.why_hidden:
        return ""
    return _("{count} members answered. Nothing of them is shown under {fewest}.").format(
        count=measured.figures.respondents, fewest=FEWEST
    )


def sentence(measured: Measured) -> str:
    """What is true, in one sentence."""
    figures = measured.figures
    if figures.overlap is None or figures.interval_80 is None:
        return why_hidden(measured)
    low, high = figures.interval_80
    return _("{share} of the weight is shared, between {low} and {high}.").format(
        share=percent(figures.overlap), low=percent(low), high=percent(high)
    )


def notes(measured: Measured) -> list[str]:
    """What one should know before concluding anything."""
    figures = measured.figures
    if figures.overlap is None:
        return []
    if figures.organization_resampled:
        told = [_("The intervals allow for who answered on either side.")]
    else:
        told = [
            _(
                "The organization's side has fewer than five answers: it is taken as stated, and "
                "the intervals allow only for which members answered."
            )
        ]
    for name, code in figures.reasons.items():
        if code in WHY_MISSING:
            told.append(f"{NAMES[name]}: {WHY_MISSING[code]}")
    return told


NAMES = {
    "interval_80": gettext_lazy("the overlap lies between, in 80 of 100 cases"),
    "interval_95": gettext_lazy("the overlap lies between, in 95 of 100 cases"),
    "ceiling": gettext_lazy("overlap of the members with themselves"),
    "coverage": gettext_lazy("members with one of their top three among what is shared"),
    "agreement_w": gettext_lazy("agreement among the members (W, 0 to 1)"),
    "tau_b": gettext_lazy("both sides rank alike (tau-b, -1 to 1)"),
}


def percent(value: float) -> str:
    """A share as people read it."""
    return f"{100 * value:.0f}%"


def lines(measured: Measured) -> list[tuple[str, str]]:
    """Every figure as people read it, with what it is; a dash where it cannot be said."""
    found = {name: getattr(measured.figures, name) for name in NAMES}
    return [(_in_words(name, found[name]), str(words)) for name, words in NAMES.items()]


def _in_words(name: str, value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, tuple):
        return " … ".join(percent(one) for one in value)
    return percent(value) if name in {"ceiling", "coverage"} else f"{value:.2f}"


def problems_as_data(problems: Sequence[Problem]) -> dict[str, Any]:
    """What cannot be used, the first of it in full."""
    return {
        "problems": [
            {"file": p.file, "row": p.row, "column": p.column or None, "what": p.what}
            for p in problems[:MOST_TOLD]
        ],
        "count": len(problems),
    }
