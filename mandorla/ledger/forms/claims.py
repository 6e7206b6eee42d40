"""What a story claims, and what is said to it, made clean."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from mandorla.base.days import DayField
from mandorla.base.lines import validate_line
from mandorla.core.currencies import CURRENCIES
from mandorla.core.terms import months_in
from mandorla.ledger.models.claim import KINDS
from mandorla.ledger.models.claiming import Gain
from mandorla.ledger.words import SIDES
from mandorla.people.forms import UnitField
from mandorla.people.models import Unit
from mandorla.people.naming import NamedField

WHOLE = Decimal(100)
CENT = Decimal("0.01")
SHARES = {
    "100": gettext_lazy("all of it (100%)"),
    "50": gettext_lazy("about half (50%)"),
    "20": gettext_lazy("a small part (20%)"),
}
SURE = {
    "100": gettext_lazy("sure (100%)"),
    "80": gettext_lazy("quite sure (80%)"),
    "50": gettext_lazy("a guess (50%)"),
}


def _end(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=16,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        error_messages={"required": gettext_lazy("Write a number.")},
    )


def _percent(label: Any, *, required: bool = False) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=0,
        max_value=100,
        max_digits=4,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        error_messages={"required": gettext_lazy("Write a number from 0 to 100.")},
    )


def _preset(label: Any, choices: dict[str, Any]) -> forms.ChoiceField:
    """A few percentages in words; the middle one when nobody says."""
    middle = list(choices)[len(choices) // 2]
    return forms.ChoiceField(
        label=label,
        choices=list(choices.items()),
        initial=middle,
        required=False,
        widget=forms.RadioSelect,
    )


def _because(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, validators=[validate_line])


class RangeForm(forms.Form):
    """At least so much, and at most so much."""

    low = _end(gettext_lazy("At least"))
    high = _end(gettext_lazy("At most"))


class ClaimForm(RangeForm):
    """What somebody claims that a story brought, in all or for each month of a time."""

    counted_in = forms.ChoiceField(
        label=gettext_lazy("Counted in"),
        choices=[
            ("hours", gettext_lazy("hours")),
            ("money", gettext_lazy("money")),
            ("other", gettext_lazy("something else")),
        ],
        initial="hours",
        widget=forms.RadioSelect,
    )
    currency = forms.CharField(
        label=gettext_lazy("The currency of the money"),
        help_text=gettext_lazy("Three letters, such as EUR."),
        required=False,
        max_length=3,
    )
    what = forms.CharField(
        label=gettext_lazy("What else is counted"),
        required=False,
        max_length=60,
        validators=[validate_line],
    )
    per = forms.ChoiceField(
        label=gettext_lazy("Is that in all, or a month?"),
        choices=[("all", gettext_lazy("in all")), ("month", gettext_lazy("a month"))],
        initial="all",
        required=False,
        widget=forms.RadioSelect,
    )
    begins_on = DayField(label=gettext_lazy("From"))
    ends_on = DayField(label=gettext_lazy("Until"))
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of gain is it?"),
        choices=list(KINDS.items()),
        initial="capacity",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose which kind it is.")},
    )
    share = _preset(gettext_lazy("How much of it is due to the community?"), SHARES)
    share_exact = _percent(gettext_lazy("Rather this share due to the community, in %"))
    confidence = _preset(gettext_lazy("How sure are you?"), SURE)
    confidence_exact = _percent(gettext_lazy("Rather this sure, in %"))
    side = forms.ChoiceField(
        label=gettext_lazy("Who has it?"),
        choices=list(SIDES.items()),
        initial="organization",
        widget=forms.RadioSelect,
    )
    unit = UnitField(
        label=gettext_lazy("In which unit?"),
        required=False,
        empty_label=gettext_lazy("not in one unit"),
    )
    asked = NamedField(
        label=gettext_lazy("Who else has it, and can confirm it?"),
        help_text=gettext_lazy("A name. Nobody who leads the community."),
        required=False,
    )
    apart = forms.CharField(
        label=gettext_lazy("Why it is another gain"),
        required=False,
        max_length=300,
        validators=[validate_line],
    )

    def __init__(self, *args: Any, paths: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = cast("UnitField", self.fields["unit"])
        unit.queryset = Unit.objects.all()
        unit.offer(paths)
        # What is neither hours nor money is of one kind alone, which nobody has to choose.
        self.fields["kind"].required = self.data.get("counted_in") != "other"

    def clean_currency(self) -> str:
        """A code as it is written."""
        code = self.cleaned_data["currency"].upper()
        if code and code not in CURRENCIES:
            raise forms.ValidationError(gettext_lazy("There is no such currency."))
        return str(code)

    def clean(self) -> dict[str, Any]:
        """What does not go together is said at the field that is to be changed."""
        sent = super().clean() or {}
        counted = sent.get("counted_in")
        if counted == "other":
            sent["kind"] = "other"
            if not sent.get("what") and "what" not in self.errors:
                self.add_error("what", gettext_lazy("Write what is counted."))
        elif sent.get("kind") == "other":
            wrong = gettext_lazy("What is not money is counted in something else.")
            self.add_error("counted_in", wrong)
        elif sent.get("kind") == "cashable" and counted != "money":
            self.add_error("counted_in", gettext_lazy("Money saved or earned is counted in money."))
        elif counted == "money" and not sent.get("currency") and "currency" not in self.errors:
            self.add_error("currency", gettext_lazy("Write the three letters of the currency."))
        if (sent.get("ends_on") or date.max) < (sent.get("begins_on") or date.min):
            self.add_error("ends_on", gettext_lazy("This is before the first day."))
        return sent

    @property
    def months(self) -> Decimal | None:
        """Over how many months what was said for each is multiplied out; None: it was in all."""
        sent = self.cleaned_data
        return months_in(sent["begins_on"], sent["ends_on"]) if sent["per"] == "month" else None

    @property
    def gain(self) -> Gain:
        """What is claimed, in all."""
        sent, counted, times = self.cleaned_data, self.cleaned_data["counted_in"], self.months
        ends = {
            name: sent[name] if times is None else (sent[name] * times).quantize(CENT)
            for name in ("low", "high")
        }
        said = {
            **{name: sent[name] for name in ("kind", "side", "begins_on", "ends_on", "unit")},
            **ends,
            **{name: self._part(name) for name in ("share", "confidence")},
            "hours": counted == "hours",
            "currency": sent["currency"] if counted == "money" else "",
            "what": sent["what"] if counted == "other" else "",
        }
        return Gain(**said)

    def _part(self, name: str) -> Decimal:
        """A share from 0 to 1: the number that was written, else what was chosen."""
        exact = self.cleaned_data[f"{name}_exact"]
        chosen = self.cleaned_data[name] or self.fields[name].initial
        return (Decimal(chosen) if exact is None else exact) / WHOLE


class CorrectForm(RangeForm):
    """Other numbers than were claimed, in all, and why."""

    share = _percent(gettext_lazy("Share due to the community, in %"), required=True)
    confidence = _percent(gettext_lazy("How sure are you of it, in %?"), required=True)
    because = _because(gettext_lazy("Why?"))

    @property
    def numbers(self) -> dict[str, Decimal]:
        """The range, and both shares from 0 to 1."""
        sent = self.cleaned_data
        ends = {"low": sent["low"], "high": sent["high"]}
        return ends | {name: sent[name] / WHOLE for name in ("share", "confidence")}


class RefuseForm(forms.Form):
    """Why it is not so."""

    because = _because(gettext_lazy("Why is it not so?"))


class NoForm(forms.Form):
    """Nothing has to be said."""
