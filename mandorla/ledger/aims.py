"""What a measure of success says: from where, to where, by when, read where."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.indicators import all_indicators
from mandorla.base.lines import validate_line
from mandorla.core.pace import DIRECTIONS
from mandorla.core.scales import KINDS, LARGEST

if TYPE_CHECKING:
    from datetime import date

    from mandorla.ledger.models import Measure

LONGEST: Final = {"name": 120, "unit": 40, "source": 300}
COUNTABLE: Final = {"share", "count", "days", "hours"}  # units of indicators that are numbers


@dataclass(frozen=True)
class Aim:
    """What is measured, and what it is to come to.

    Attributes:
        name: What is measured.
        role: "leading" when it moves before the value is there, "outcome" when it is the value.
        shape: "level", "share" (from 0 to 1) or "count".
        direction: "up" when more is better, "down" when less is.
        unit: What it is counted in; empty for a share.
        baseline: From where it starts, when that is known.
        target: What it is to come to.
        due_on: By when.
        source: Where it is read.
        indicator: What Mandorla counts for it, by name; empty when people read it.
    """

    name: str
    role: str
    target: float
    due_on: date
    shape: str = "level"
    direction: str = "up"
    unit: str = ""
    baseline: float | None = None
    source: str = ""
    indicator: str = ""

    @classmethod
    def of(cls, measure: Measure) -> Aim:
        """What a measure says now."""
        return cls(**{name: getattr(measure, name) for name in cls.__dataclass_fields__})

    def values(self) -> dict[str, Any]:
        """By the names of the fields of a measure."""
        return asdict(self)

    def cleaned(self) -> Aim:
        """It without spaces around its words.

        Raises:
            Refused: Something is missing, too long, or no number that the measure can come to.
        """
        words: dict[str, Any] = {name: " ".join(getattr(self, name).split()) for name in LONGEST}
        for name, most in LONGEST.items():
            _refuse_line(words[name], most=most)
        if not words["name"]:
            raise Refused(_("Say what is measured."))
        if self.role not in {"leading", "outcome"}:
            raise Refused(_("A measure is leading, or an outcome."))
        if self.shape not in KINDS or self.direction not in DIRECTIONS:
            raise Refused(_("Say which kind of figure it is, and which way is better."))
        self._refuse_numbers()
        self._refuse_indicator()
        return replace(self, **words)

    def _refuse_numbers(self) -> None:
        refuse_value(self.target, shape=self.shape, is_target=True)
        if self.baseline is None:
            return
        refuse_value(self.baseline, shape=self.shape, is_target=True)
        ahead = (
            self.target - self.baseline if self.direction == "up" else self.baseline - self.target
        )
        if ahead <= 0 and self.direction == "up":
            raise Refused(_("More is better, so the target lies above where it starts."))
        if ahead <= 0:
            raise Refused(_("Less is better, so the target lies below where it starts."))

    def _refuse_indicator(self) -> None:
        if not self.indicator:
            return
        found = next((one for one in all_indicators() if one.name == self.indicator), None)
        if found is None or found.unit not in COUNTABLE:
            raise Refused(_("Mandorla counts nothing of that name."))
        if (found.unit == "share") != (self.shape == "share"):
            raise Refused(_("What Mandorla counts there is another kind of figure."))


def refuse_value(value: float, *, shape: str, is_target: bool = False) -> None:
    """Refuse what a measure of this kind cannot be; a target of a count may lie between two.

    Raises:
        Refused: It is none.
    """
    if not abs(value) <= LARGEST:  # nor is what is no number at all
        raise Refused(_("This is no number that can be counted with."))
    if shape == "share" and not 0 <= value <= 1:
        raise Refused(_("A share lies from 0% to 100%."))
    if shape == "count" and (value < 0 or (value != int(value) and not is_target)):
        raise Refused(_("A number of things is a whole number from 0."))


def _refuse_line(text: str, *, most: int) -> None:
    if len(text) > most:
        raise Refused(
            _("“{text}…” is longer than {most} characters.").format(text=text[:40], most=most)
        )
    try:
        validate_line(text)
    except ValidationError as wrong:
        raise Refused(wrong.message) from wrong
