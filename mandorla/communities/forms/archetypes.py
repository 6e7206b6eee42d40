"""An archetype as somebody edits it: lists are one entry a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.communities.archetypes import AgendaItem, ShippedArchetype
from mandorla.communities.charter_fields import CHARTER_FIELDS
from mandorla.communities.models.charter_parts import PAIRS
from mandorla.communities.models.community import JOINING
from mandorla.core.waiting import TAKES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

AGENDA_LINE = re.compile(r"(\d{1,3})\s*(?:min(?:utes)?\b)?[\s:–-]*(.+)")
RISK_MARK = "→"
TAKES_MARK = "←"
CHARTER = "charter_"
FIT = "fit_"


class Lines(forms.CharField):
    """Entries, one a line; blank lines are dropped."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> Any:
        """Give the lines as a list."""
        text = value or ""
        return [line.strip() for line in text.splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """Show a list one entry a line."""
        return value if isinstance(value, str) or value is None else "\n".join(value)


def long_text(label: str | _StrPromise, *, rows: int = 2, **options: Any) -> forms.CharField:
    """A text of some lines."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class ArchetypeForm(forms.Form):
    """Everything of an archetype that an installation may say in its own words."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    summary = long_text(gettext_lazy("In a sentence"))
    choose_when = long_text(gettext_lazy("Choose it when"))
    benefits = Lines(label=gettext_lazy("Business benefits"), help_text=gettext_lazy("One a line."))
    concerns = Lines(
        label=gettext_lazy("Community concerns"), help_text=gettext_lazy("One a line.")
    )
    payoffs = Lines(
        label=gettext_lazy("Participant payoffs"), help_text=gettext_lazy("One a line.")
    )
    cadence = forms.CharField(label=gettext_lazy("Cadence, as people say it"), max_length=120)
    rule = forms.CharField(
        label=gettext_lazy("Cadence as a calendar rule"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("RFC 5545, such as FREQ=WEEKLY;BYDAY=MO; empty when it has none."),
    )
    size_low = forms.IntegerField(label=gettext_lazy("From how many people"), min_value=1)
    size_high = forms.IntegerField(label=gettext_lazy("To how many people"), min_value=1)
    license_months = forms.IntegerField(
        label=gettext_lazy("Months of a usual license"), min_value=1, max_value=120
    )
    joining = forms.ChoiceField(label=gettext_lazy("Joining"), choices=list(JOINING.items()))
    agenda = Lines(
        label=gettext_lazy("Agenda"),
        rows=5,
        help_text=gettext_lazy(
            "One step a line, its minutes first: “15 Round of updates”. After a ← stands what a "
            "draft puts there: commitments, rollout, solutions, problems, issues, insights."
        ),
    )
    leading_measures = Lines(
        label=gettext_lazy("Measures that tell early"), help_text=gettext_lazy("One a line.")
    )
    outcome_measures = Lines(
        label=gettext_lazy("Measures of the outcome"), help_text=gettext_lazy("One a line.")
    )
    risks = Lines(
        label=gettext_lazy("Risks and advice"),
        help_text=gettext_lazy("One a line: the risk → what to do about it."),
    )

    def __init__(self, data: Any = None, *, archetype: ShippedArchetype, seen: str = "") -> None:
        super().__init__(data, initial=_initial(archetype) | {"seen": seen})
        self.archetype = archetype
        hidden = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
        self.fields["seen"] = hidden
        for pair, label in PAIRS.items():
            self.fields[FIT + pair] = long_text(
                _("What to think about: {pair}").format(pair=label), required=False
            )
        for field in CHARTER_FIELDS:
            self.fields[CHARTER + field.name] = long_text(
                field.label, help_text=str(field.question), required=False
            )

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """The fields that are not suggested charter texts."""
        return [field for field in self.visible_fields() if not field.name.startswith(CHARTER)]

    @property
    def charter_fields(self) -> list[forms.BoundField]:
        """The suggested charter texts."""
        return [field for field in self if field.name.startswith(CHARTER)]

    def clean_rule(self) -> str:
        """Refuse a rule that no calendar understands."""
        from dateutil.rrule import rrulestr  # slow import

        rule = str(self.cleaned_data["rule"]).strip()
        if rule:
            try:
                rrulestr(rule)
            except ValueError as error:
                raise ValidationError(_("No calendar understands this rule.")) from error
        return rule

    def clean_agenda(self) -> list[dict[str, Any]]:
        """Read the minutes before each step, and what it takes after it."""
        return [_step(line) for line in self.cleaned_data["agenda"]]

    def clean_risks(self) -> list[dict[str, str]]:
        """Read what to do after each risk."""
        parts = [line.partition(RISK_MARK) for line in self.cleaned_data["risks"]]
        if any(not advice.strip() for _risk, _mark, advice in parts):
            raise ValidationError(
                _("Say after each risk what to do about it, with a → between the two.")
            )
        return [{"risk": risk.strip(), "advice": advice.strip()} for risk, _mark, advice in parts]

    def clean(self) -> dict[str, Any]:
        """Compare the two ends of the size."""
        cleaned = self.cleaned_data
        if cleaned.get("size_low", 0) > cleaned.get("size_high", 0) > 0:
            self.add_error("size_high", _("The second number is smaller than the first."))
        return cleaned

    def content(self) -> dict[str, Any]:
        """The archetype as it is kept: what the form asks for, and the rest as it was."""
        cleaned = self.cleaned_data
        kept = {
            name: getattr(self.archetype, name)
            for name in ("founding", "credit", "source", "provenance")
        }
        plain = {
            name: value for name, value in cleaned.items() if name in ArchetypeForm.base_fields
        }
        return {
            **kept,
            **plain,
            "minutes": sum(step["minutes"] for step in cleaned["agenda"]),
            "fits": {pair: cleaned[FIT + pair] for pair in PAIRS},
            "charter": {
                field.name: cleaned[CHARTER + field.name]
                for field in CHARTER_FIELDS
                if cleaned[CHARTER + field.name]
            },
        }


def _step(line: str) -> dict[str, Any]:
    """A step of the agenda from the line that somebody wrote."""
    text, _mark, after = line.partition(TAKES_MARK)
    found = AGENDA_LINE.fullmatch(text.strip())
    if found is None:
        raise ValidationError(
            _("Begin each step with its minutes, unlike “{line}”.").format(line=line)
        )
    takes = list(dict.fromkeys(word.lower() for word in re.findall(r"\w+", after)))
    unknown = next((word for word in takes if word not in TAKES), None)
    if unknown:
        sentence = _("A step takes {known}; not “{word}”.")
        raise ValidationError(sentence.format(known=", ".join(TAKES), word=unknown))
    return {"minutes": int(found[1]), "title": found[2].strip(), "takes": takes}


def step_line(step: AgendaItem) -> str:
    """The line in which somebody edits a step of the agenda."""
    line = f"{step.minutes} {step.title}"
    return f"{line} {TAKES_MARK} {', '.join(step.takes)}" if step.takes else line


def _initial(archetype: ShippedArchetype) -> dict[str, Any]:
    plain = {name: getattr(archetype, name) for name in ArchetypeForm.base_fields}
    return {
        **plain,
        "agenda": [step_line(step) for step in archetype.agenda],
        "risks": [f"{risk.risk} {RISK_MARK} {risk.advice}" for risk in archetype.risks],
        **{FIT + pair: getattr(archetype.fits, pair) for pair in PAIRS},
        **{CHARTER + name: text for name, text in archetype.charter.items()},
    }
