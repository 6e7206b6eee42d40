"""Stories with what they claim as a table, CSV or Excel: it comes in as it goes out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.lines import validate_line
from mandorla.base.tables import key_of
from mandorla.core.currencies import CURRENCIES
from mandorla.ledger.cells import Cells, FoundRows, Written, Wrong, read_rows
from mandorla.ledger.models.claim import KINDS
from mandorla.ledger.models.claiming import Gain
from mandorla.ledger.models.story import SEEN_BY, STEPS
from mandorla.ledger.models.telling import read_words
from mandorla.ledger.put_in import MOST_HOURS, currency_of
from mandorla.ledger.words import SIDES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mandorla.ledger.named_in_file import Named
    from mandorla.people.models import Person
    from mandorla.strategy.models import Objective
    from mandorla.value.models import Expectation
    from mandorla.work.models import Solution

COLUMNS: Final = (
    "told on", "title", "teller", "with name", "read by", *STEPS, "solution", "expectations",
    "objectives", "gain", "gain of", "low", "high", "counted in", "share", "confidence", "from",
    "until", "unit", "beneficiary", "state of gain", "another gain because",
)  # fmt: skip
NEEDED: Final = ("told on", "title", "with name", "read by")
OF_GAIN: Final = COLUMNS[COLUMNS.index("low") : COLUMNS.index("until") + 1]
STATES: Final = ("claimed", "confirmed", "refused")
MOST_ROWS: Final = 1_000


@dataclass(frozen=True)
class FoundStory:
    """A story that a row tells.

    Attributes:
        row: Its number in the file.
        teller: Who told it; None without a name.
        gain: What it claims; None: nothing, or a gain that was not confirmed.
        beneficiary: Who has the gain, and is asked whether it is so.
        apart: Why it is another gain than one beside it.
    """

    row: int
    told_on: date
    title: str
    teller: Person | None
    seen_by: str
    steps: Mapping[str, str]
    solution: Solution | None
    expectations: tuple[Expectation, ...]
    objectives: tuple[Objective, ...]
    gain: Gain | None
    beneficiary: Person | None
    apart: str


def read_stories_file(
    data: bytes, *, file: str, named: Named, latest: date
) -> FoundRows[FoundStory]:
    """The stories of a file; nothing is used unless all of them can be.

    Args:
        data: The whole file.
        file: What it is called, for messages.
        named: Whom and what its cells can name.
        latest: Today: nothing was told after it.
    """

    def row(number: int, cells: Written) -> tuple[FoundStory | None, Wrong]:
        reader = _Cells(cells)
        return reader.story(number, named, latest=latest), reader.wrong

    return read_rows(data, row, file=file, columns=COLUMNS, needed=NEEDED, most_rows=MOST_ROWS)


class _Cells(Cells):
    """The cells of one story."""

    def story(self, row: int, named: Named, *, latest: date) -> FoundStory | None:
        """The story, if it can be told."""
        told_on = self.day("told on", latest=latest)
        teller = self._teller(named)
        seen_by = self.word("read by", tuple(SEEN_BY))
        solution = self.read("solution", named.solution)
        expectations = self.read("expectations", named.expectations)
        objectives = self.read("objectives", named.objectives)
        beneficiary = self.read("beneficiary", named.person)
        steps = {name: said for name in STEPS if (said := self.text(name))}
        self._check_words(steps)
        gain = self._gain(named) if self.line("gain") else None
        if not self.line("gain"):
            self._refuse_half_a_gain()
        if self.wrong or told_on is None:
            return None
        return FoundStory(
            row,
            told_on,
            self.line("title"),
            teller,
            seen_by,
            steps,
            solution,
            expectations or (),
            objectives or (),
            gain,
            beneficiary,
            self.line("another gain because")[:300],
        )

    def _teller(self, named: Named) -> Person | None:
        is_named = self.word("with name", ("yes", "no"))
        if is_named == "no" and self.line("teller"):
            self.say("teller", _("Told without a name, so nobody is named. Leave it empty."))
        if is_named == "yes" and not self.line("teller"):
            self.say("teller", _("Say who told it, or write “no” under “with name”."))
        return self.read("teller", named.person) if is_named == "yes" else None

    def _check_words(self, steps: Mapping[str, str]) -> None:
        title = self.line("title")
        for name, said in steps.items():
            try:
                read_words("–", {name: said}, names=STEPS)
            except Refused as refusal:
                self.say(name, refusal.sentence)
        try:
            validate_line(title)
            read_words(title, {"happened": "–"}, names=STEPS)
        except Refused as refusal:
            self.say("title", refusal.sentence)
        except ValidationError as wrong:
            self.say("title", str(wrong.message))
        if not steps:
            self.say(
                "happened", _("Nothing is told here. One of the five steps has to say something.")
            )

    def _gain(self, named: Named) -> Gain | None:
        kind = self.word("gain", tuple(KINDS))
        if kind not in KINDS:
            return None
        side = self.word("gain of", tuple(SIDES), default="organization")
        low, high = self._needed("low"), self._needed("high")
        share, confidence = self._share("share"), self._share("confidence")
        begins_on, ends_on = self.day("from"), self.day("until")
        unit = self.read("unit", named.unit)
        state = self.word("state of gain", STATES, default="claimed")
        counted = self._counted_in(kind)
        if low is None or high is None or share is None or confidence is None:
            return None
        if counted.get("hours"):
            self._refuse_hours(low=low, high=high)
        if self.wrong or begins_on is None or ends_on is None or state == "refused":
            return None
        return Gain(kind, low, high, share, confidence, begins_on, ends_on, side, unit, **counted)

    def _refuse_hours(self, **ends: Decimal) -> None:
        """More hours than anybody can mean, at the end that says so."""
        for column, number in ends.items():
            if number > MOST_HOURS:
                sentence = _("“{text}” is more hours than anybody can mean: {most} are the most.")
                self.say(column, sentence.format(text=self.line(column), most=f"{MOST_HOURS:,}"))

    def _counted_in(self, kind: str) -> dict[str, Any]:
        """Hours, money of a currency, or what else is counted."""
        said = self.line("counted in")
        if not said:
            self.say("counted in", _("Say what is counted: hours, a currency as EUR, or what."))
            return {}
        if key_of(said) == "hours":
            return {"hours": True}
        if kind == "other" and said.upper() not in CURRENCIES:
            return {"what": said}
        return {"currency": self.read("counted in", currency_of) or ""}

    def _needed(self, column: str) -> Decimal | None:
        if not self.line(column):
            self.say(column, _("A number is missing here."))
            return None
        return self.amount(column)

    def _share(self, column: str) -> Decimal | None:
        if not self.line(column):
            self.say(column, _("A share from 0 to 1 is missing here, or one in percent."))
        share = self.number(column, kind="share")
        return None if share is None else Decimal(str(share)).quantize(Decimal("0.001"))

    def _refuse_half_a_gain(self) -> None:
        """A number without a kind of gain would be lost."""
        said = next((column for column in OF_GAIN if self.line(column)), None)
        if said:
            kinds = ", ".join(KINDS)
            sentence = _("“{column}” says something, so say which kind of gain it is: {kinds}.")
            self.say("gain", sentence.format(column=said, kinds=kinds))
