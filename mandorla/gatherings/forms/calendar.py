"""A calendar that somebody sends, made clean."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.gatherings.calendar.lines import MOST_BYTES


class CalendarForm(forms.Form):
    """A file that is said to be a calendar."""

    file = forms.FileField(
        label=gettext_lazy("Calendar file"),
        help_text=gettext_lazy("An .ics file. Nothing is made before you have seen what it holds."),
        widget=forms.FileInput(attrs={"accept": ".ics,.ical,.zip,text/calendar"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large to be looked at."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is bigger than 5 MB."))
        return file


class ChosenForm(forms.Form):
    """What was shown of a calendar, and what of it was chosen."""

    packed = forms.CharField(widget=forms.HiddenInput)
    chosen = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )

    def __init__(self, *args: Any, offered: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(uid, uid) for uid in offered or []]
