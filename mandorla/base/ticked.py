"""Records that somebody ticked, by their numbers."""

from __future__ import annotations

from typing import Any

from django import forms

LARGEST_KEY = 2**63 - 1


class Ticked(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # no type when it runs
    """Records that somebody ticked; a number that no database can hold is none of them."""

    def clean(self, value: Any) -> Any:
        """The records, when there is one for each number."""
        if not all(_in_reach(str(pk)) for pk in value or ()):
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": "…"}
            )
        return super().clean(value)


def _in_reach(number: str) -> bool:
    return len(number) < 20 and not (number.isdecimal() and int(number) > LARGEST_KEY)
