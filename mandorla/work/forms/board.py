"""What somebody looks for among the issues of a community, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.widgets import QuickSelect
from mandorla.work.issue_list import SORTS, Filters
from mandorla.work.models.issue import STATES

if TYPE_CHECKING:
    from collections.abc import Iterable


class IssuesForm(forms.Form):
    """Words, a unit, a state, an order. Anything that makes no sense is left out."""

    q = forms.CharField(
        label=gettext_lazy("Words"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    unit = forms.IntegerField(
        label=gettext_lazy("Unit it touches"),
        required=False,
        min_value=1,
        max_value=2**62,
        widget=QuickSelect,
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"), required=False, choices=list(SORTS.items()), widget=QuickSelect
    )
    state = forms.ChoiceField(
        required=False, choices=[*STATES.items(), ("all", "")], widget=forms.HiddenInput
    )

    @classmethod
    def of(cls, filters: Filters, *, units: Iterable[tuple[int, str]]) -> Self:
        """The form as it is shown, with what is looked for now."""
        form = cls(
            initial={
                "q": filters.words,
                "unit": filters.unit,
                "sort": filters.sort,
                "state": filters.state or "all",
            },
            auto_id="find_%s",
        )
        unit = cast("Any", form.fields["unit"].widget)
        unit.choices = [("", _("any")), *units]
        return form

    def filters(self) -> Filters:
        """What can be looked for."""
        self.is_valid()
        asked = self.cleaned_data
        state = asked.get("state") or "open"
        return Filters(
            words=asked.get("q", ""),
            unit=asked.get("unit"),
            sort=asked.get("sort") or "votes",
            state="" if state == "all" else state,
        )
