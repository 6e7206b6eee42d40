"""What a facilitator sends of a survey, made clean."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.value.survey.packed import LARGEST_PACKED
from mandorla.value.survey.read import SurveyFile
from mandorla.value.survey.sheet import LARGEST_BYTES


class SheetField(forms.FileField):
    """A file that is said to be a side of a survey."""

    def __init__(self, **options: Any) -> None:
        widget = forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"})
        # An empty file is looked at like any other: what is wrong is said with its name.
        super().__init__(widget=widget, allow_empty_file=True, **options)

    def clean(self, data: Any, initial: Any = None) -> SurveyFile:
        """The file as it is, unless it is too large to be looked at."""
        file = super().clean(data, initial)
        if file.size > LARGEST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than {size} MB.").format(size=LARGEST_BYTES // 1_000_000)
            )
        return SurveyFile(file.name, file.read())


class SurveyForm(forms.Form):
    """The two files of a survey."""

    organization = SheetField(
        label=gettext_lazy("What was answered for the organization"),
        help_text=gettext_lazy("This side is named: what stands under “respondent” is kept."),
    )
    members = SheetField(
        label=gettext_lazy("What the members answered"),
        help_text=gettext_lazy("This side is anonymous: “respondent” is read and not kept."),
    )


class CountForm(forms.Form):
    """What was shown of a survey, on its way to being counted."""

    sealed = forms.CharField(max_length=LARGEST_PACKED, widget=forms.HiddenInput)
