"""A table that somebody sends."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from mandorla.value.forms.survey import SheetField


class TableFileForm(forms.Form):
    """A file with rows of what a page is about."""

    file = SheetField(
        label=gettext_lazy("CSV or Excel file"),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )
