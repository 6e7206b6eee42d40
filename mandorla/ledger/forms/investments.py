"""What somebody writes down that a side puts in, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandorla.base.days import DayField
from mandorla.base.errors import Refused
from mandorla.ledger.put_in import PutIn
from mandorla.ledger.words import KINDS, ROLES, SIDES

if TYPE_CHECKING:
    from django.http import QueryDict

UP_TO = _("When it is not known exactly: the most it can be, right nine times of ten.")
NOT_SAID = ("", _("– money, not hours –"))


def number(label: Any, help_text: Any = "", *, step: str, places: int) -> forms.DecimalField:
    """A field for hours or money."""
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=places,
        widget=forms.NumberInput(attrs={"step": step, "inputmode": "decimal"}),
    )


class InvestmentForm(forms.Form):
    """What a side puts in: hours of people in a role, or money."""

    state = forms.ChoiceField(
        label=_("Has it been given?"),
        choices=[("actual", _("Yes, it was given")), ("planned", _("No, it is planned"))],
        initial="actual",
        widget=forms.RadioSelect,
    )
    side = forms.ChoiceField(
        label=_("Who gives it"), choices=list(SIDES.items()), widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(label=_("What kind"), choices=list(KINDS.items()))
    note = forms.CharField(
        label=_("What it is"),
        help_text=_("In a few words, without names of persons: a room, a trip, a facilitator."),
        required=False,
        max_length=300,
    )
    begins_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"))
    amount = number(_("Money"), step="0.01", places=2)
    amount_high = number(_("Or up to"), UP_TO, step="0.01", places=2)
    currency = forms.CharField(
        label=_("Currency"),
        help_text=_("Three letters, such as EUR."),
        required=False,
        max_length=3,
    )
    hours = number(_("Or hours"), _("Of all of them together, never of one."), step="0.5", places=1)
    hours_high = number(_("Or up to"), UP_TO, step="0.5", places=1)
    role = forms.ChoiceField(
        label=_("Hours of"), choices=[NOT_SAID, *ROLES.items()], required=False
    )

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        """It is hours of a role, or money in a currency; the days follow each other."""
        found: dict[str, Any] = super().clean() or {}
        if self.errors:
            return found
        values = {name: found[name] for name in PutIn.__slots__}
        if found["amount"] is None:  # the currency is filled in beforehand
            values["currency"] = ""
        try:
            self.put_in = PutIn(**values).cleaned()
        except Refused as wrong:
            self.add_error(None, wrong.sentence)
        return found


class HoursForm(forms.Form):
    """How many hours it really was."""

    hours = forms.DecimalField(
        label=_("How many hours it was"),
        help_text=_("Of all of them together."),
        min_value=0,
        max_digits=10,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
    )
