"""What somebody who applies for a license says, made clean."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mandorla.base.edits import EditsField
from mandorla.licenses.models.asking import LONGEST
from mandorla.licenses.models.license import KINDS
from mandorla.licenses.models.sponsor import SPONSOR_KINDS


class KindForm(forms.Form):
    """What is applied for."""

    kind = forms.ChoiceField(choices=list(KINDS.items()))


class SponsorForm(forms.Form):
    """Somebody who is to sponsor it, and how."""

    person = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    kind = forms.ChoiceField(choices=list(SPONSOR_KINDS.items()))


class ApplyForm(forms.Form):
    """The application as it is handed over."""

    differs_because = forms.CharField(
        label=_("Ours differs because"),
        help_text=_("Those who decide read it beside the similar ones."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = EditsField()
