"""What somebody says when they open a members' round, made clean."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.days import DayField

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mandorla.maturity.models import ModelVersion

USUAL_DAYS: Final = 14


class RoundForm(forms.Form):
    """By which model the members are asked, and until when."""

    model = forms.ChoiceField(label=gettext_lazy("By which model"))
    closes_on = DayField(label=gettext_lazy("Closes at the end of"))

    def __init__(self, *args: Any, models: Sequence[ModelVersion], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closes_on"].initial = on + timedelta(days=USUAL_DAYS)
        self._models = {str(one.pk): one for one in models}
        field = self.fields["model"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(key, one.name) for key, one in self._models.items()]
        if len(self._models) == 1:
            field.widget = forms.HiddenInput()
            field.initial = next(iter(self._models))

    def clean_closes_on(self) -> datetime:
        """The last minute of that day."""
        day = self.cleaned_data["closes_on"]
        try:
            return timezone.make_aware(datetime.combine(day, time(23, 59)))
        except OverflowError as wrong:
            raise forms.ValidationError(_("No calendar goes that far.")) from wrong

    def told(self) -> dict[str, Any]:
        """What `ProfileRound.open` takes."""
        return {
            "model": self._models[self.cleaned_data["model"]],
            "closes_at": self.cleaned_data["closes_on"],
        }
