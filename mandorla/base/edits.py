"""A form field for how often something was edited when its page was drawn."""

from __future__ import annotations

from typing import Any, Final

from django import forms

MOST_EDITS: Final = 2**31 - 2  # the next one still fits into the database


class EditsField(forms.IntegerField):
    """It comes back hidden with a change, so that nobody overwrites another."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_EDITS, widget=forms.HiddenInput, **kwargs)
