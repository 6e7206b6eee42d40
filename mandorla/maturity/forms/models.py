"""A file with a maturity model, made clean."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.maturity.known import known_indicators
from mandorla.maturity.reading import read_file


class ModelForm(forms.Form):
    """A model as a TOML or YAML file."""

    file = forms.FileField(
        label=gettext_lazy("A model"),
        help_text=gettext_lazy("TOML or YAML. Begin with the file of a model that is here."),
        widget=forms.FileInput(attrs={"accept": ".toml,.yaml,.yml"}),
    )

    def clean_file(self) -> dict[str, Any]:
        """The fields of the file; a mistake is told with its place."""
        sent = self.cleaned_data["file"]
        try:
            return read_file(sent.read(), name=sent.name, known=known_indicators())
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
