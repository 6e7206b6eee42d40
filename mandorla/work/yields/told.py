"""What the page, the API and the command say of the figures, in words and as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.figure import percent
from mandorla.core.yields import Share, Spread
from mandorla.work.yields.asking import (
    count_asks,
    count_first_answer,
    count_outside,
    count_pull,
    count_pull_days,
)
from mandorla.work.yields.counting import (
    count_adoption,
    count_carried,
    count_crossing,
    count_days,
    count_rhythm,
)
from mandorla.work.yields.duration import in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from mandorla.work.yields.rows import Counted, Span

FIGURES: Final = {
    "rhythm": gettext_lazy("Rhythm kept"),
    "carried": gettext_lazy("Carried through"),
    "crossing": gettext_lazy("Solved across units"),
    "days": gettext_lazy("From surfaced to solved"),
    "adoption": gettext_lazy("Adopted in the units"),
    "pull": gettext_lazy("Pull: what management asks"),
    "pull_days": gettext_lazy("Until management has an answer"),
    "outside": gettext_lazy("On agendas because management asked"),
    "asks": gettext_lazy("Asks answered"),
    "first_answer": gettext_lazy("Until the first answer to an ask"),
}
_SENTENCES: Final = {
    "rhythm": gettext_lazy("{part} of {of} planned gatherings were held"),
    "carried": gettext_lazy(
        "{part} of {of} issues raised in a gathering had an owner and an outcome two gatherings "
        "later"
    ),
    "crossing": gettext_lazy("{part} of {of} solved issues had help from two units or more"),
    "adoption": gettext_lazy("units have adopted {part} of {of} that are for them"),
    "pull": gettext_lazy("{part} of {of} questions and requests of management were answered"),
    "outside": gettext_lazy("{part} of {of} items of agendas were there because management asked"),
    "asks": gettext_lazy("{part} of {of} asks were answered"),
}
_COUNTS: Final[dict[str, Callable[[Span], Counted]]] = {  # adoption has its units as well
    "rhythm": count_rhythm,
    "carried": count_carried,
    "crossing": count_crossing,
    "days": count_days,
    "pull": count_pull,
    "pull_days": count_pull_days,
    "outside": count_outside,
    "asks": count_asks,
    "first_answer": count_first_answer,
}
_SPREADS: Final = {
    "days": gettext_lazy("Half of {of} solved issues took between {low} and {high} days."),
    "pull_days": gettext_lazy(
        "Half of {of} questions and requests were answered after between {low} and {high}."
    ),
    "first_answer": gettext_lazy(
        "Half of {of} asks had their first answer after between {low} and {high}."
    ),
}
_FEW: Final = {
    "days": gettext_lazy("{of} solved; the middle of so few says nothing yet."),
    "pull_days": gettext_lazy("{of} answered; the middle of so few says nothing yet."),
    "first_answer": gettext_lazy("{of} answered; the middle of so few says nothing yet."),
}
_NOTHING: Final = {
    "rhythm": gettext_lazy("No gathering was noted in this time."),
    "carried": gettext_lazy("No issue that was raised in a gathering is old enough to say."),
    "days": gettext_lazy("No issue was solved in this time."),
    "adoption": gettext_lazy("Nothing that was decided in this time went to units."),
    "pull": gettext_lazy("Management asked nothing of the community in this time."),
    "pull_days": gettext_lazy("Nothing that management asked in this time was answered."),
    "outside": gettext_lazy("No gathering with an agenda was held in this time."),
    "asks": gettext_lazy("Nobody asked for a hand openly in this time."),
    "first_answer": gettext_lazy("Nothing that was asked openly in this time was answered."),
}


@dataclass(frozen=True)
class Told:
    """A figure as it is told.

    Attributes:
        key: Of `FIGURES`.
        value: The number in large letters; "" when there are too few for one.
        sentence: What it says, with what it was counted from.
        note: What has to be known with it.
    """

    key: str
    title: str
    value: str
    sentence: str
    note: str
    counted: Counted

    @property
    def bar(self) -> Bar | None:
        """The middle half of the durations, to draw."""
        figure = self.counted.figure
        if not isinstance(figure, Spread) or figure.median is None:
            return None
        return bar_of(figure)


@dataclass(frozen=True)
class Bar:
    """A line from the first quartile to the third with the median on it, from 0 to 100."""

    low: float
    median: float
    high: float


def bar_of(figure: Spread) -> Bar:
    """Where quartiles and median lie on a line as long as one and a third of the third quartile."""
    whole = max((figure.high or 0.0) * 4 / 3, 1.0)
    low, median, high = (
        round(100 * (value or 0.0) / whole, 1) for value in (figure.low, figure.median, figure.high)
    )
    return Bar(low, median, high)


@dataclass(frozen=True)
class UnitShare:
    """How much of what a unit got it has adopted."""

    unit: int
    name: str
    part: int
    of: int


@dataclass(frozen=True)
class Yields:
    """What the work of a community yields in a span."""

    span: Span
    figures: tuple[Told, ...]
    by_unit: tuple[UnitShare, ...]


def read_yields(span: Span) -> Yields:
    """Count every figure, in a fixed number of queries."""
    adopted, by_unit = count_adoption(span)
    counted = {key: count(span) for key, count in _COUNTS.items()} | {"adoption": adopted}
    return Yields(
        span=span,
        figures=tuple(_told(key, counted[key]) for key in FIGURES),
        by_unit=tuple(UnitShare(pk, name, one.part, one.of) for pk, name, one in by_unit),
    )


def read_figure(key: str, span: Span) -> Told:
    """Count one figure, with its rows.

    Args:
        key: Of `FIGURES`.
        span: From when to when.
    """
    counted = count_adoption(span)[0] if key == "adoption" else _COUNTS[key](span)
    return _told(key, counted)


def _told(key: str, counted: Counted) -> Told:
    value, sentence = _words(key, counted)
    notes = [words for words in (counted.why, counted.note) if words]
    if counted.apart:
        notes.append(_("{count} too early to say.").format(count=counted.apart))
    return Told(key, str(FIGURES[key]), value, sentence, " ".join(notes), counted)


def _words(key: str, counted: Counted) -> tuple[str, str]:
    figure = counted.figure
    if figure is None:
        return "", _("Not enough yet to say.")
    if not figure.of:
        return "", str(_NOTHING[key])
    if isinstance(figure, Share):
        sentence = str(_SENTENCES[key]).format(part=figure.part, of=figure.of)
        sentence = f"{sentence[:1].upper()}{sentence[1:]}."
        return (percent(figure.value) if figure.value is not None else ""), _few(figure, sentence)
    if figure.median is None:
        return "", str(_FEW[key]).format(of=figure.of)
    say = _round if key == "days" else in_words
    value = _("{days} days").format(days=_round(figure.median))
    return (
        value if key == "days" else in_words(figure.median),
        str(_SPREADS[key]).format(
            of=figure.of, low=say(figure.low or 0.0), high=say(figure.high or 0.0)
        ),
    )


def _few(figure: Share, sentence: str) -> str:
    if figure.value is not None:
        return sentence
    return f"{sentence} {_('Not enough yet for a percentage.')}"


def _round(days: float) -> str:
    return f"{days:.1f}" if days < 3 and days != round(days) else f"{days:.0f}"


def as_data(found: Yields) -> dict[str, Any]:
    """The figures as JSON has them."""
    return {
        "community": found.span.community.slug,
        "period": found.span.period,
        "figures": [_as_data(told) for told in found.figures],
        "adoption_by_unit": [
            {"unit": {"id": one.unit, "name": one.name}, "part": one.part, "of": one.of}
            for one in found.by_unit
        ],
    }


def _as_data(told: Told) -> dict[str, Any]:
    figure = told.counted.figure
    share = figure if isinstance(figure, Share) else None
    days = figure if isinstance(figure, Spread) else None
    return {
        "figure": told.key,
        "title": told.title,
        "part": share.part if share else None,
        "of": figure.of if figure else None,
        "share": share.value if share else None,
        "median_days": days.median if days else None,
        "low_days": days.low if days else None,
        "high_days": days.high if days else None,
        "too_early": told.counted.apart,
        "sentence": told.sentence,
        "note": told.note,
    }
