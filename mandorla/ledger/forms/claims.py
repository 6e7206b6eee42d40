"""What a story claims, and what is said to it, made clean."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from mandorla.base.days import DayField
from mandorla.base.lines import validate_line
from mandorla.core.currencies import CURRENCIES
from mandorla.ledger.models.claim import KINDS
from mandorla.ledger.models.claiming import Gain
from mandorla.ledger.words import SIDES
from mandorla.people.forms import UnitField
from mandorla.people.models import Unit
from mandorla.people.naming import NamedField

WHOLE = Decimal(100)


def _end(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=16,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        error_messages={"required": gettext_lazy("Write a number.")},
    )


def _percent(label: Any, help_text: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=100,
        max_digits=4,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        error_messages={"required": gettext_lazy("Write a number from 0 to 100.")},
    )


def _because(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, validators=[validate_line])


class NumbersForm(forms.Form):
    """A range, how much of it is due to the community, and how sure one is."""

    low = _end(gettext_lazy("At least"))
    high = _end(gettext_lazy("At most"))
    share = _percent(
        gettext_lazy("Share due to the community, in %"),
        gettext_lazy("What would have come anyway is not a gain of the community."),
    )
    confidence = _percent(
        gettext_lazy("How sure are you of it, in %?"),
        gettext_lazy("100: you would sign it. 50: as good as a guess."),
    )

    @property
    def numbers(self) -> dict[str, Decimal]:
        """The range, and both shares from 0 to 1."""
        sent = self.cleaned_data
        ends = {"low": sent["low"], "high": sent["high"]}
        return ends | {name: sent[name] / WHOLE for name in ("share", "confidence")}


class ClaimForm(NumbersForm):
    """What somebody claims that a story brought."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of gain is it?"),
        choices=list(KINDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose which kind it is.")},
    )
    side = forms.ChoiceField(
        label=gettext_lazy("Who has it?"),
        choices=list(SIDES.items()),
        initial="organization",
        widget=forms.RadioSelect,
    )
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
        label=gettext_lazy("If money: the currency"),
        help_text=gettext_lazy("Three letters, such as EUR."),
        required=False,
        max_length=3,
    )
    what = forms.CharField(
        label=gettext_lazy("If something else: what is counted"),
        required=False,
        max_length=60,
        validators=[validate_line],
    )
    begins_on = DayField(label=gettext_lazy("From"))
    ends_on = DayField(label=gettext_lazy("Until"))
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

    def clean_currency(self) -> str:
        """A code as it is written."""
        code = self.cleaned_data["currency"].upper()
        if code and code not in CURRENCIES:
            raise forms.ValidationError(gettext_lazy("There is no such currency."))
        return str(code)

    def clean(self) -> dict[str, Any]:
        """What does not go together is said at the field that is to be changed."""
        sent = super().clean() or {}
        kind, counted = sent.get("kind"), sent.get("counted_in")
        if kind == "cashable" and counted != "money":
            self.add_error("counted_in", gettext_lazy("Money saved or earned is counted in money."))
        elif kind and (kind == "other") != (counted == "other"):
            wrong = gettext_lazy("What is not money is counted in something else, and only that.")
            self.add_error("counted_in", wrong)
        elif counted == "money" and not sent.get("currency") and "currency" not in self.errors:
            self.add_error("currency", gettext_lazy("Write the three letters of the currency."))
        elif counted == "other" and not sent.get("what") and "what" not in self.errors:
            self.add_error("what", gettext_lazy("Write what is counted."))
        return sent

    @property
    def gain(self) -> Gain:
        """What is claimed."""
        sent, counted = self.cleaned_data, self.cleaned_data["counted_in"]
        said = {
            **{name: sent[name] for name in ("kind", "side", "begins_on", "ends_on", "unit")},
            **self.numbers,
            "hours": counted == "hours",
            "currency": sent["currency"] if counted == "money" else "",
            "what": sent["what"] if counted == "other" else "",
        }
        return Gain(**said)


class CorrectForm(NumbersForm):
    """Other numbers than were claimed, and why."""

    because = _because(gettext_lazy("Why?"))


class RefuseForm(forms.Form):
    """Why it is not so."""

    because = _because(gettext_lazy("Why is it not so?"))


class NoForm(forms.Form):
    """Nothing has to be said."""
