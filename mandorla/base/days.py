"""A form field for a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

NO_DAY = gettext_lazy("This is not a date. Write it as 2027-03-31.")


def in_calendar(day: date) -> None:
    """Refuse a day that has no day before and after it in every time zone.

    Raises:
        ValidationError: The year is none that anybody means.
    """
    if not 1900 <= day.year <= 9000:
        raise forms.ValidationError(_("Nothing is known of that year."))


class DayField(forms.DateField):
    """A day, by the calendar of the browser or typed as 2027-03-31 or 31 March 2027."""

    default_error_messages = {"invalid": NO_DAY}

    def __init__(self, *, near: Callable[[date], None] = in_calendar, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        formats = ["%Y-%m-%d", "%d %B %Y"]
        super().__init__(widget=widget, input_formats=formats, validators=[near], **kwargs)
