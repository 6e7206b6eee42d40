"""What a room agreed on for a tension, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.http import QueryDict

LONGEST = 600
CHOICES = (
    ("trade", gettext_lazy("Trade: each side gives something for it")),
    ("sequence", gettext_lazy("Sequence: one comes first, the other after it")),
    ("drop", gettext_lazy("Drop: both are better off without it for now")),
)


class SettlementForm(forms.Form):
    """Trade, sequence or drop, and what exactly was agreed."""

    way = forms.ChoiceField(
        label=gettext_lazy("What do you do about it?"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether you trade, sequence or drop.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What you agreed on, in a sentence"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST,
        help_text=gettext_lazy("Who does what by when, so that somebody who was not there knows."),
        error_messages={"required": gettext_lazy("Say in a sentence what you agreed on.")},
    )

    def __init__(self, data: QueryDict | None = None, *, position: int) -> None:
        super().__init__(data, auto_id=f"id_{position}_%s")
        self.position = position
