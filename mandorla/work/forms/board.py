"""What somebody looks for in the lists of the work of a community, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.widgets import QuickSelect
from mandorla.work.issue_list import SORTS, Filters
from mandorla.work.models import issue, solution
from mandorla.work.narrowing import Narrowing
from mandorla.work.solution_list import SolutionFilters

if TYPE_CHECKING:
    from collections.abc import Iterable


class NarrowingForm(forms.Form):
    """Words and a unit. Anything that makes no sense is left out."""

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

    @classmethod
    def of(cls, wanted: Narrowing, *, units: Iterable[tuple[int, str]], **others: str) -> Self:
        """The form as it is shown, with what is looked for now."""
        form = cls(
            initial={"q": wanted.words, "unit": wanted.unit, **others},
            auto_id="find_%s",
        )
        unit = cast("Any", form.fields["unit"].widget)
        unit.choices = [("", _("any")), *units]
        return form

    def asked(self) -> dict[str, Any]:
        """What was sent and makes sense."""
        self.is_valid()
        return self.cleaned_data

    def narrowing(self) -> Narrowing:
        """What can be looked for in any list."""
        asked = self.asked()
        return Narrowing(words=asked.get("q", ""), unit=asked.get("unit"))


class IssuesForm(NarrowingForm):
    """Words, a unit, a state, an order."""

    sort = forms.ChoiceField(
        label=gettext_lazy("Order"), required=False, choices=list(SORTS.items()), widget=QuickSelect
    )
    state = forms.ChoiceField(
        required=False, choices=[*issue.STATES.items(), ("all", "")], widget=forms.HiddenInput
    )

    def filters(self) -> Filters:
        """What can be looked for among issues."""
        asked = self.asked()
        state = asked.get("state") or "open"
        return Filters(
            words=asked.get("q", ""),
            unit=asked.get("unit"),
            sort=asked.get("sort") or "votes",
            state="" if state == "all" else state,
        )


class ProblemsForm(NarrowingForm):
    """Words and a unit; how far the problems are stays as it is."""

    stage = forms.CharField(required=False, widget=forms.HiddenInput)


class SolutionsForm(NarrowingForm):
    """Words, a unit, a state."""

    state = forms.ChoiceField(
        required=False, choices=[*solution.STATES.items(), ("all", "")], widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["unit"].label = _("Unit it goes to")

    def filters(self) -> SolutionFilters:
        """What can be looked for among solutions."""
        asked = self.asked()
        state = asked.get("state") or "all"
        return SolutionFilters(
            words=asked.get("q", ""),
            unit=asked.get("unit"),
            state="" if state == "all" else state,
        )
