"""What somebody looks for in the portfolio, made clean, and a name for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from mandorla.base.lines import validate_line
from mandorla.base.widgets import QuickSelect
from mandorla.dashboards.models.saved_view import LONGEST_NAME
from mandorla.dashboards.portfolio.changes import CHANGES
from mandorla.dashboards.portfolio.filters import (
    BROUGHT,
    SORTS,
    SPAN,
    STAGES,
    WARNINGS,
    WITHIN,
    Filters,
)
from mandorla.dashboards.portfolio.standing import WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

SEEN: Final = ("q", "state", "due", "archetype", "unit", "sponsor", "stage", "warnings", "brought")
KEPT: Final = (*SEEN, "overlap", "changed", "sort")  # what an address of the portfolio may hold
SORT_KEYS: Final = (*SORTS, *(f"-{name}" for name in SORTS))


def _choice(label: Any, nothing: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[("", nothing), *choices], widget=QuickSelect
    )


class PortfolioForm(forms.Form):
    """Filters and sort of the portfolio. What cannot be read is left out, not refused."""

    q = forms.CharField(label=_("Words, or a leader's name"), required=False, max_length=200)
    state = _choice(_("License"), _("any"), [("decide", _("to decide")), *WORDS.items()])
    due = forms.TypedChoiceField(
        label=_("Due within"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("any time")), *WITHIN.items()],
        widget=QuickSelect,
    )
    archetype = _choice(_("Archetype"), _("any"), [])
    unit = forms.TypedChoiceField(
        label=_("With members from"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=QuickSelect,
    )
    sponsor = forms.CharField(label=_("Sponsor's name"), required=False, max_length=100)
    stage = _choice(_("Stage"), _("any"), [*STAGES.items(), ("unknown", _("not known"))])
    warnings = _choice(_("Warnings"), _("any"), WARNINGS.items())
    brought = _choice(_("Brought"), _("any"), BROUGHT.items())
    overlap = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)
    changed = forms.ChoiceField(
        required=False, choices=[("", ""), *CHANGES.items()], widget=forms.HiddenInput
    )
    sort = forms.ChoiceField(
        required=False, choices=[(key, key) for key in SORT_KEYS], widget=forms.HiddenInput
    )

    def __init__(
        self, data: Any, *, archetypes: Mapping[str, str], units: Mapping[int, str]
    ) -> None:
        super().__init__(data)
        by_path = sorted(units.items(), key=lambda unit: unit[1])
        cast("forms.ChoiceField", self.fields["archetype"]).choices = [
            ("", _("any")),
            *archetypes.items(),
        ]
        cast("forms.ChoiceField", self.fields["unit"]).choices = [("", _("any unit")), *by_path]

    def filters(self, *, since: datetime | None = None) -> Filters:
        """What was asked for, with a sensible value for what was not.

        Args:
            since: From when on something is a change.
        """
        self.is_valid()
        asked = self.cleaned_data
        overlap = asked.get("overlap", "")
        return Filters(
            words=asked.get("q", ""),
            due_within=asked.get("due"),
            unit=asked.get("unit"),
            overlap=overlap if overlap == "unknown" or SPAN.fullmatch(overlap) else "",
            changed=asked.get("changed", ""),
            since=since,
            sort=asked.get("sort") or "name",
            **{
                key: asked.get(key, "")
                for key in ("state", "archetype", "sponsor", "stage", "warnings", "brought")
            },
        )

    @property
    def hidden(self) -> list[forms.BoundField]:
        """What goes along unseen: where a link led."""
        return [field for field in self.hidden_fields() if field.value()]


def known_query(query: str) -> str:
    """What of a query the portfolio knows."""
    asked = QueryDict(query)
    return urlencode({key: asked[key] for key in KEPT if asked.get(key)})


class ViewForm(forms.Form):
    """A name for what is looked for."""

    name = forms.CharField(
        label=_("Call it"), max_length=LONGEST_NAME, validators=[validate_line], required=True
    )
    is_shared = forms.BooleanField(
        label=_("Show it to everybody who sees the portfolio"), required=False
    )
    query = forms.CharField(required=False, max_length=2_000, widget=forms.HiddenInput)

    def clean_query(self) -> str:
        """Only what the portfolio knows, so that a name leads nowhere else."""
        return known_query(self.cleaned_data["query"])
