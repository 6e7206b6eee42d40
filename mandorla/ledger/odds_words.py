"""What a measure's readings foretell, in words: how likely, or what is missing before odds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.figure import percent
from mandorla.ledger.figures import exact

if TYPE_CHECKING:
    from mandorla.ledger.models import Measure
    from mandorla.ledger.outlook import Outlook

LIKELY: Final = 2 / 3
UNLIKELY: Final = 1 / 3


@dataclass(frozen=True)
class Said:
    """How a measure stands.

    Attributes:
        tone: "good", "watch", "act" or "none".
        words: In a word or two.
        sentence: What that rests on.
    """

    tone: str
    words: str
    sentence: str


def said(measure: Measure, outlook: Outlook) -> Said:
    """How a measure stands, for a list."""
    if outlook.reason == "no_readings":
        return Said("none", _("not read yet"), _("Eight readings make odds."))
    if outlook.reason == "due_over":
        if outlook.is_there:
            return Said("good", _("reached"), _("The last reading is at the target."))
        return Said("act", _("not reached"), _("The day is over, and the target was not read."))
    if outlook.on_date is None:
        needs = ngettext(
            "needs {count} more reading", "needs {count} more readings", outlook.missing
        )
        return Said("none", needs.format(count=outlook.missing), pace_words(measure, outlook))
    return Said(*_tone(outlook.on_date), _odds(outlook))


def pace_words(measure: Measure, outlook: Outlook) -> str:
    """The pace it takes from the last reading on, and the pace so far."""
    if outlook.needed is None:
        return ""
    if not outlook.needed:
        return _("It is at the target now.")
    needed = _step(outlook.needed, measure)
    if outlook.so_far is None:
        return _("It takes {needed} a month.").format(needed=needed)
    sentence = _("It takes {needed} a month; so far it was {so_far}.")
    return sentence.format(needed=needed, so_far=_step(outlook.so_far, measure))


def with_unit(measure: Measure, words: str) -> str:
    """A value with what it is counted in."""
    return f"{words} {measure.unit}" if measure.unit else words


def value_words(measure: Measure, value: float | None) -> str:
    """A value of a measure as people read it; nothing when there is none."""
    return "" if value is None else exact(value, measure.shape)


def _tone(odds: float) -> tuple[str, str]:
    if odds >= LIKELY:
        return "good", _("likely")
    return ("act", _("unlikely")) if odds < UNLIKELY else ("watch", _("could go either way"))


def _odds(outlook: Outlook) -> str:
    on_date, by_date = percent(outlook.on_date or 0), percent(outlook.by_date or 0)
    if outlook.is_there:
        return _("{odds} to be there on the day; it is there now.").format(odds=on_date)
    sentence = _("{on_date} to be there on the day, {by_date} to get there by then.")
    return sentence.format(on_date=on_date, by_date=by_date)


def _step(value: float, measure: Measure) -> str:
    if measure.shape == "share":
        return _("{points} points").format(points=_signed(f"{value * 100:+.1f}"))
    return with_unit(measure, _signed(f"{value:+,.3g}"))


def _signed(text: str) -> str:
    """With a minus as wide as a plus, which is not read as a dash."""
    return text.replace("-", "−")
