"""What people choose of their own page, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.days import DayField
from mandorla.base.lines import validate_line
from mandorla.base.widgets import QuickSelect
from mandorla.reports.lines import Wanted
from mandorla.reports.models.share import DAYS, LONGEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict

    from mandorla.communities.models import Community


class WantedForm(forms.Form):
    """Of which community and time; every part may be left out."""

    community = forms.ChoiceField(
        label=gettext_lazy("Community"), required=False, widget=QuickSelect
    )
    since = DayField(label=gettext_lazy("From"), required=False)
    until = DayField(label=gettext_lazy("To"), required=False)

    def __init__(self, *args: Any, places: Sequence[Community], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = {place.slug: place for place in places}
        names = [(slug, place.name) for slug, place in self._places.items()]
        self.fields["community"].choices = [("", _("all")), *names]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The days follow each other."""
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and since > until:
            self.add_error("until", _("This day lies before the first one."))
        return data

    @property
    def wanted(self) -> Wanted:
        """What was asked for, as far as it can be used."""
        data: dict[str, Any] = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return Wanted(
            community=self._places.get(data.get("community", "")),
            since_on=data.get("since"),
            until_on=data.get("until"),
        )


class ShareForm(forms.Form):
    """A link that ends."""

    name = forms.CharField(
        label=gettext_lazy("For whom"),
        help_text=gettext_lazy("To tell your links apart. Only you read it."),
        max_length=LONGEST,
        validators=[validate_line],
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("It works for"),
        choices=list(DAYS.items()),
        coerce=int,
        initial=30,
        widget=forms.RadioSelect,
    )


def chosen(data: QueryDict, *, usual: Mapping[str, bool]) -> dict[str, bool]:
    """Which of the lines on a page go along; what is not on the person's page is passed over.

    Args:
        data: The lines that were shown, and those that were ticked.
        usual: The lines of the person's own page.
    """
    ticked = set(data.getlist("goes"))
    return {line: line in ticked for line in data.getlist("line") if line in usual}
