"""A step of shaping an agenda, as it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from mandorla.base.lines import validate_line
from mandorla.work.models.agenda_item import LONGEST, MOST_MINUTES
from mandorla.work.shaping import STEPS

if TYPE_CHECKING:
    from collections.abc import Sequence

NEW_MINUTES = 5


class ShapeForm(forms.Form):
    """A step: what to do with which item, and which agenda the person saw."""

    do = forms.ChoiceField(choices=[(name, name) for name in STEPS])
    seen = forms.CharField(required=False, max_length=16)
    item = forms.CharField(required=False, max_length=20)
    kind = forms.CharField(required=False, max_length=20)
    number = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    minutes = forms.IntegerField(required=False)


class AddForm(forms.Form):
    """Something that somebody puts on an agenda in their own words."""

    title = forms.CharField(
        label=gettext_lazy("What"), max_length=LONGEST, validators=[validate_line]
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), min_value=0, max_value=MOST_MINUTES, initial=NEW_MINUTES
    )
    part = forms.ChoiceField(label=gettext_lazy("Part"), required=False)

    def __init__(self, data: Any = None, *, parts: Sequence[str]) -> None:
        super().__init__(data)
        last = ("", gettext_lazy("at the end"))
        field = self.fields["part"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [last, *((part, part) for part in parts)]
