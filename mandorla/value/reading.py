"""A round that may be shown, as a page reads it: sentences, lens, bars, tensions, quadrants."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.core.lens_labels import Named
from mandorla.value import sentences
from mandorla.value.agenda import SMALLEST_TENSION, TENSIONS
from mandorla.value.charts import Bar, Plot, bars_of, plots_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mandorla.value.figures import Figures
    from mandorla.value.models import Settlement
    from mandorla.value.shown import ShownRound


@dataclass(frozen=True)
class LensNames:
    """What the picture of the lens names, in each part the largest first."""

    organization: tuple[Named, ...]
    shared: tuple[Named, ...]
    members: tuple[Named, ...]


@dataclass(frozen=True)
class Tension:
    """An expectation that one side wants more than the other.

    Attributes:
        bar: The expectation.
        sentence: Which side wants it more, and how much of it is delivered.
        agreed: What both sides agreed on for it; None as long as nothing is.
    """

    bar: Bar
    sentence: str
    agreed: Settlement | None


@dataclass(frozen=True)
class Glance:
    """What is said of a round wherever its lens is drawn.

    Attributes:
        shown: The round.
        figures: What it found.
    """

    shown: ShownRound
    figures: Figures

    @property
    def interval(self) -> tuple[float | None, float | None]:
        """The ends of the interval that is drawn."""
        return self.figures.interval_80 or (None, None)

    @cached_property
    def bars(self) -> tuple[Bar, ...]:
        """Every expectation, the most shared first."""
        return bars_of(self.figures, smallest_tension=SMALLEST_TENSION)

    @cached_property
    def names(self) -> LensNames:
        """What the lens names."""
        return names_of(self.bars)

    @property
    def meaning(self) -> tuple[str, str, str]:
        """What the picture is, what it means, and what to do first."""
        return sentences.meaning_of(sentences.state_of(self.figures))


@dataclass(frozen=True)
class Reading(Glance):
    """Everything the page of a round says.

    Attributes:
        before: The number of the shown round before it, if there is one.
        agreed: How many sponsors agreed on one answer; None when they have not.
        settled: What was agreed on for each expectation, by its place in the catalogue.
    """

    before: int | None
    agreed: int | None
    settled: Mapping[int, Settlement]

    @cached_property
    def plots(self) -> tuple[Plot, Plot]:
        """Importance and delivery for each side."""
        why = self.figures.reasons
        reasons = (why.get("organization_delivery", ""), why.get("member_delivery", ""))
        return plots_of(self.bars, reasons=reasons)

    @property
    def answered(self) -> tuple[str, str]:
        """Who answered on each side, in a few words."""
        return (
            sentences.organization(self.figures, agreed=self.agreed),
            sentences.members(self.shown),
        )

    @property
    def facts(self) -> tuple[str, ...]:
        """How sure it is, and what stands behind the share, a sentence each."""
        found = (
            sentences.floor(self.shown),
            sentences.changed(self.shown.change, before=self.before),
            sentences.ceiling(self.figures),
            sentences.coverage(self.figures),
            sentences.ranks(self.figures),
            sentences.stated(self.figures),
        )
        return tuple(fact for fact in found if fact)

    @property
    def tensions(self) -> tuple[Tension, ...]:
        """Where the sides differ most, the widest first."""
        led = [bar for bar in self.bars if bar.led_by]
        widest = sorted(led, key=lambda bar: -round(abs(bar.item.tension or 0), 12))[:TENSIONS]
        return tuple(
            Tension(bar, _tension_sentence(bar), self.settled.get(bar.position)) for bar in widest
        )


def names_of(bars: Sequence[Bar]) -> LensNames:
    """What the picture of the lens names."""

    def led(side: str) -> tuple[Named, ...]:
        found = [bar for bar in bars if bar.led_by == side]
        found.sort(key=lambda bar: -round(abs(bar.item.tension or 0), 12))
        return tuple(Named(bar.item.item, _points_more(bar.points)) for bar in found)

    shared = tuple(Named(bar.item.item) for bar in bars if bar.item.is_shared and bar.item.share)
    return LensNames(led("organization")[:2], shared[:3], led("members")[:2])


def _points_more(points: int) -> str:
    return ngettext("{n} point more", "{n} points more", points).format(n=points)


def _tension_sentence(bar: Bar) -> str:
    """Who wants it more; and what that side gets of it so far, when it said so."""
    if bar.led_by == "organization":
        said, delivery = _("the organization wants it more"), bar.item.organization_delivery
    else:
        said, delivery = _("the members want it more"), bar.item.member_delivery
    if delivery is None:
        return said
    return _("{said}; delivered {delivery} of 10").format(said=said, delivery=round(delivery))
