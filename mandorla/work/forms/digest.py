"""What somebody adds to a digest before it goes out, made clean."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from mandorla.work.models.digest import LONGEST


class DigestForm(forms.Form):
    """A sentence on top, or none."""

    words = forms.CharField(
        label=gettext_lazy("A sentence on top"),
        help_text=gettext_lazy("If you like. Everything else is written from what was caught."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
