"""What program managers enter of rates and currencies, made clean."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandorla.base.days import DayField
from mandorla.ledger.words import ROLES


def _code(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=_("Three letters, such as EUR."), min_length=3, max_length=3
    )


def _number(label: Any, *, digits: int, places: int, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_digits=digits,
        decimal_places=places,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )


class BaseForm(forms.Form):
    """The currency that sums are said in."""

    base = _code(_("Sums are said in"))


class RateForm(forms.Form):
    """What an hour of people in a role costs from a day on."""

    role = forms.ChoiceField(label=_("An hour of"), choices=list(ROLES.items()))
    amount = _number(_("Costs"), digits=10, places=2)
    currency = _code(_("Currency"))
    from_on = DayField(label=_("From"))


class WorthForm(forms.Form):
    """What one of a currency is worth in the base currency from a day on."""

    code = _code(_("Currency"))
    worth = _number(
        _("One is worth"),
        digits=18,
        places=8,
        help_text=_("In the currency that sums are said in."),
    )
    from_on = DayField(label=_("From"))
