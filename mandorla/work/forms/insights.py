"""What people bring from their units and what leadership answers, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from mandorla.base.days import DayField
from mandorla.base.edits import EditsField
from mandorla.base.sent_once import KeyField
from mandorla.base.widgets import QuickSelect
from mandorla.people.forms import UnitField
from mandorla.strategy.models import Objective
from mandorla.work.models import take_back
from mandorla.work.models.insight import LONGEST, LONGEST_MORE

if TYPE_CHECKING:
    from django.http import QueryDict

CHOICES = {
    "will_do": gettext_lazy("We will do it"),
    "already_done": gettext_lazy("It is done already"),
    "cannot": gettext_lazy("It cannot be done"),
    "need_more": gettext_lazy("We need to know more"),
}
TOO_LONG = gettext_lazy("At most 400 characters: the one thing they said.")


class BringForm(forms.Form):
    """What a colleague said, where, and what it is about."""

    text = forms.CharField(
        label=gettext_lazy("What did a colleague say?"),
        help_text=gettext_lazy("In a sentence or two, and without a name."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Say what you heard."),
            "max_length": TOO_LONG,
        },
    )
    unit = UnitField(
        label=gettext_lazy("In which unit?"),
        empty_label=gettext_lazy("Choose the unit"),
        error_messages={"required": gettext_lazy("Choose the unit where it was said.")},
    )
    objective = forms.ModelChoiceField(
        label=gettext_lazy("Which objective is it about?"),
        queryset=Objective.objects.none(),
        required=False,
        widget=QuickSelect,
    )
    key = KeyField()

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        units: dict[int, str],
        objectives: dict[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        cast("UnitField", self.fields["unit"]).offer(units)
        field = cast("forms.ModelChoiceField[Objective]", self.fields["objective"])
        field.queryset = Objective.objects.current()
        by_path = sorted(objectives.items(), key=lambda one: one[1].casefold())
        cast("Any", field.widget).choices = [("", gettext_lazy("none in particular")), *by_path]


class AnswerForm(forms.Form):
    """What becomes of an insight."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What becomes of it?"),
        choices=list(CHOICES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what becomes of it.")},
    )
    due_on = DayField(label=gettext_lazy("By when, if you will do it"), required=False)
    text = forms.CharField(
        label=gettext_lazy("In a sentence for those who brought it"),
        help_text=gettext_lazy("Why, if it cannot be done; what you need, if you need more."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": gettext_lazy("At most 400 characters.")},
    )
    seen = EditsField()


class MoreForm(forms.Form):
    """What leadership needed to know."""

    more = forms.CharField(
        label=gettext_lazy("What leadership should know"),
        max_length=LONGEST_MORE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Say what leadership should know."),
            "max_length": gettext_lazy("At most 2,000 characters."),
        },
    )


class TakeBackForm(forms.Form):
    """What everybody takes back to their unit."""

    text = forms.CharField(
        label=gettext_lazy("What we take back"),
        help_text=gettext_lazy("Two or three sentences that can be said over a coffee."),
        max_length=take_back.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy("Say what everybody takes back."),
            "max_length": gettext_lazy("At most 600 characters: nobody carries more."),
        },
    )
    edits = EditsField()
