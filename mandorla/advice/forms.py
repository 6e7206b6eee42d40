"""What people say to advice, and how they set a rule, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.advice.models.warning import LONGEST, STATES
from mandorla.base.days import DayField
from mandorla.base.edits import EditsField

if TYPE_CHECKING:
    from django.http import QueryDict

    from mandorla.advice.catalog import Rule, Threshold
    from mandorla.advice.models import Tuning

LIMITS: Final = {"share": (-100, 100), "days": (-366, 3660), "hours": (0, 9999), "count": (0, 9999)}


class AnswerForm(forms.Form):
    """What somebody says to a warning."""

    verb = forms.ChoiceField(
        label=gettext_lazy("What do you say to it?"),
        choices=[
            ("done", gettext_lazy("We did something about it")),
            ("snooze", gettext_lazy("It can wait until a day")),
            ("set_aside", gettext_lazy("It does not apply here")),
        ],
        initial="done",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what you say to it.")},
    )
    words = forms.CharField(
        label=gettext_lazy("What you did, or why"),
        help_text=gettext_lazy("Those who run and sponsor the community read it."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": gettext_lazy("Say what you did, or why."),
            "max_length": gettext_lazy("At most 500 characters."),
        },
    )
    until_on = DayField(label=gettext_lazy("If it can wait: until"), required=False)
    seen = forms.ChoiceField(choices=list(STATES.items()), required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """What waits has a day."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("verb") == "snooze" and not given.get("until_on") and not self.errors:
            self.add_error("until_on", _("Choose the day until which it can wait."))
        return given


class TuningForm(forms.Form):
    """The figures of a rule, and whether it is on. Shares are given in percent."""

    is_on = forms.BooleanField(
        label=gettext_lazy("This rule is on"),
        help_text=gettext_lazy("While it is off it stands in no community."),
        required=False,
    )
    edits = EditsField()

    def __init__(
        self, given: QueryDict | None = None, *, rule: Rule, tuning: Tuning | None
    ) -> None:
        own = tuning.thresholds if tuning else {}
        figures = {
            name: _out(own.get(name, known.value), known.unit)
            for name, known in rule.thresholds.items()
        }
        begins = {"is_on": not (tuning and tuning.is_off), "edits": tuning.edits if tuning else 0}
        super().__init__(given, initial={**figures, **begins})
        self.rule = rule
        for known in rule.thresholds.values():
            self.fields[known.name] = _field(known)
        self.order_fields([*rule.thresholds, "is_on", "edits"])

    def thresholds(self) -> dict[str, float]:
        """The figures that were given, by name."""
        return {
            name: _in(self.cleaned_data[name], known.unit)
            for name, known in self.rule.thresholds.items()
        }


def _field(known: Threshold) -> forms.FloatField:
    low, high = LIMITS[known.unit]
    ours = _("Our default: {value}.").format(value=_out(known.value, known.unit))
    return forms.FloatField(
        label=_("{what}, in percent").format(what=known.label)
        if known.unit == "share"
        else known.label,
        help_text=ours,
        min_value=low,
        max_value=high,
        widget=forms.NumberInput(attrs={"step": "any"}),
        error_messages={"required": _("A figure is needed.")},
    )


def _out(value: float, unit: str) -> str:
    """A threshold as it is filled in: 0.35 is 35 percent."""
    return f"{value * 100 if unit == 'share' else value:g}"


def _in(value: float, unit: str) -> float:
    return round(value / 100, 6) if unit == "share" else value
