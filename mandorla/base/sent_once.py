"""A form field for the key by which what is sent twice is kept once."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms


class KeyField(forms.UUIDField):
    """The key of what is sent, made by the page.

    A form that is shown again was refused, so nothing was kept with its key, or something else
    was: sent again, with what was typed, it comes with a new one.
    """

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})

    def bound_data(self, _data: Any, _initial: Any) -> Any:
        """What the form holds when it is shown again."""
        return uuid4()
