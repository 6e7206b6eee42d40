"""What somebody looks for in the directory, made clean."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mandorla.base.widgets import QuickSelect
from mandorla.communities.directory import SORTS, Filters
from mandorla.communities.models.community import STATUSES


class DirectoryForm(forms.Form):
    """Search, filters and sort of the directory. What cannot be read is left out, not refused."""

    q = forms.CharField(label=_("Words, or a leader's name"), required=False, max_length=200)
    archetype = forms.ChoiceField(label=_("Archetype"), required=False, widget=QuickSelect)
    unit = forms.TypedChoiceField(
        label=_("With members from"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=QuickSelect,
    )
    sort = forms.ChoiceField(
        label=_("Sort by"), required=False, choices=list(SORTS.items()), widget=QuickSelect
    )
    status = forms.ChoiceField(
        required=False,
        choices=[("all", _("All")), ("current", _("Current")), *STATUSES.items()],
        widget=forms.HiddenInput,
    )

    def __init__(self, data: object, *, archetypes: dict[str, str], units: dict[int, str]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["archetype"].choices = [("", _("any")), *archetypes.items()]  # type: ignore[attr-defined]
        by_path = sorted(units.items(), key=lambda unit: unit[1])
        self.fields["unit"].choices = [("", _("any unit")), *by_path]  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """What was asked for, with a sensible value for what was not."""
        self.is_valid()
        asked = self.cleaned_data
        status = asked.get("status") or "current"
        return Filters(
            words=asked.get("q", ""),
            status="" if status == "all" else status,
            archetype=asked.get("archetype", ""),
            unit=asked.get("unit"),
            sort=asked.get("sort") or "name",
        )
