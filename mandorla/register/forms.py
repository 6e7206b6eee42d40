"""What a program manager sends about the register, made clean."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.register.models.register_import import SOURCES
from mandorla.register.uploads import LARGEST_BYTES

OURS = "mandorla"


class UploadForm(forms.Form):
    """A file that is said to be a register."""

    source = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[(key or OURS, words) for key, words in SOURCES.items()],
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Nothing is imported before you have seen what would change."),
        widget=forms.FileInput(attrs={"accept": ".zip,.yaml,.yml"}),
    )

    def clean_source(self) -> str:
        """The register's name; our own files have none."""
        source: str = self.cleaned_data["source"]
        return "" if source == OURS else source

    def clean_file(self) -> Any:
        """Refuse what is too large to be looked at."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than {size} MB.").format(size=LARGEST_BYTES // 1_000_000)
            )
        return file
