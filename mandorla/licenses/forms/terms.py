"""The terms of a license, made clean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandorla.base.days import DayField
from mandorla.base.edits import EditsField
from mandorla.base.errors import Refused
from mandorla.licenses.terms import LONGEST, Terms

if TYPE_CHECKING:
    from django.forms import BoundField
    from django.http import QueryDict


def text(label: Any, help_text: Any = "", *, rows: int = 3) -> forms.CharField:
    """A field for a text of several lines."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def hours(label: Any, help_text: Any) -> forms.DecimalField:
    """A field for hours a month."""
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=0,
        max_digits=6,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
    )


class TermsForm(forms.Form):
    """What is asked for or permitted; the days are said by those who decide."""

    scope = forms.CharField(
        label=_("What it may work on"),
        help_text=_("In the words that both sides use. A sentence or two do."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what the community is to work on.")},
    )
    member_hours = hours(_("Hours a month for each member"), _("Working time they may use for it."))
    leader_hours = hours(_("Hours a month for those who lead"), _("All of them together."))
    budget = forms.DecimalField(
        label=_("Budget for the term"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"}),
    )
    currency = forms.CharField(
        label=_("Currency"),
        help_text=_("Three letters, such as EUR."),
        required=False,
        max_length=3,
    )
    decision_rights = text(_("What it may decide"), _("And where it has to ask."))
    access_rights = text(_("What it has access to"), _("People, rooms, systems, meetings."))
    data_use = text(_("What may be kept of people"), _("And for what it may be used."))
    obligations = text(_("What it owes"), _("Reports, reviews, results."))

    def __init__(
        self, data: QueryDict | None = None, *, terms: Terms, seen: int, days: bool = False
    ) -> None:
        """A form for terms.

        Args:
            data: What was sent.
            terms: As they are now.
            seen: The `edits` of the license.
            days: Whether the days are asked for, too.
        """
        super().__init__(data, initial={**terms.values(), "seen": seen})
        self.fields["seen"] = EditsField()
        self.before = terms
        if days:
            empty = _("Empty: as the policy says.")
            for name, label in (
                ("starts_on", _("From")),
                ("until_on", _("Until")),
                ("next_review_on", _("Next review")),
            ):
                self.fields[name] = DayField(label=label, required=False, help_text=empty)

    def clean(self) -> dict[str, Any]:
        """Money has a currency that there is, and the days follow each other."""
        found: dict[str, Any] = super().clean() or {}
        if self.errors:
            return found
        try:
            self.terms = self._terms(found).cleaned()
        except Refused as wrong:
            field = "currency" if "currency" in wrong.sentence else None
            self.add_error(field, wrong.sentence)
        return found

    def _terms(self, found: dict[str, Any]) -> Terms:
        names = [name for name in self.before.values() if name in self.fields]
        return replace(self.before, **{name: found[name] for name in names})

    @property
    def texts(self) -> list[BoundField]:
        """The fields that are not money or hours."""
        return [
            self[name] for name in ("decision_rights", "access_rights", "data_use", "obligations")
        ]
