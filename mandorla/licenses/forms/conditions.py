"""The conditions of a decision, made clean: each a text with the day by which it is to be met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandorla.base.days import DayField
from mandorla.licenses.models.condition import LONGEST

if TYPE_CHECKING:
    from datetime import date

    from django.forms import BoundField

PLACES = range(1, 4)  # more than three are not followed


class ConditionsForm(forms.Form):
    """What is decided, with places for conditions that `offer_conditions` makes."""

    def offer_conditions(self, **attrs: str) -> None:
        """The form has a text and a day for each condition; `attrs` go to the texts."""
        for place in PLACES:
            self.fields[f"condition_{place}"] = forms.CharField(
                label=_("Condition"),
                required=False,
                max_length=LONGEST,
                widget=forms.TextInput(attrs=attrs),
            )
            self.fields[f"condition_{place}_on"] = DayField(label=_("By"), required=False)

    def refuse_half_conditions(self, found: dict[str, Any]) -> None:
        """Each condition has its day, and each day its condition."""
        for place in PLACES:
            text, day = found.get(f"condition_{place}"), found.get(f"condition_{place}_on")
            if text and not day and f"condition_{place}_on" not in self.errors:
                self.add_error(f"condition_{place}_on", str(_("Say by when it is to be met.")))
            if day and not text:
                self.add_error(f"condition_{place}", str(_("Say what is to be done by then.")))

    def has_conditions(self, found: dict[str, Any]) -> bool:
        """Whether any condition is said."""
        return any(found.get(f"condition_{place}") for place in PLACES)

    @property
    def conditions(self) -> list[tuple[str, date]]:
        """What has to be done, each with the day by which."""
        data = self.cleaned_data
        return [
            (data[f"condition_{place}"], data[f"condition_{place}_on"])
            for place in PLACES
            if data.get(f"condition_{place}")
        ]

    @property
    def pairs(self) -> list[tuple[BoundField, BoundField]]:
        """The fields of each condition."""
        return [(self[f"condition_{place}"], self[f"condition_{place}_on"]) for place in PLACES]
