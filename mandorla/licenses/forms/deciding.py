"""What somebody decides on an application, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandorla.base.days import DayField
from mandorla.licenses.forms.terms import TermsForm
from mandorla.licenses.models.condition import LONGEST as LONGEST_CONDITION
from mandorla.licenses.models.decision_kinds import GRANTS, NEEDS_REASON, VERBS, possible_on
from mandorla.licenses.terms import LONGEST, Terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.forms import BoundField
    from django.http import QueryDict

    from mandorla.licenses.gates import Judged
    from mandorla.licenses.models import License

CONDITIONS = 3  # more than three are not followed
GATE = "gate_"


class GrantForm(TermsForm):
    """What is decided, on which terms, under which conditions, and past which gates."""

    kind = forms.ChoiceField(
        label=_("What do you decide?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Those who asked read it. Needed when you send it back or decline."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    marks = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        license: License,
        terms: Terms,
        gates: Sequence[Judged],
        marks: str,
    ) -> None:
        """A form for an application.

        Args:
            data: What was sent.
            license: What is applied for.
            terms: What would be permitted when nothing is changed.
            gates: Those that stand in the way.
            marks: Of the evidence that the page shows.
        """
        super().__init__(data, terms=terms, seen=license.edits, days=True)
        self.initial["marks"] = marks
        self.gates = gates
        kinds: Any = self.fields["kind"]
        kinds.choices = [(kind, VERBS[kind]) for kind in possible_on(license.state)]
        for place in range(1, CONDITIONS + 1):
            self.fields[f"condition_{place}"] = forms.CharField(
                label=_("Condition"), required=False, max_length=LONGEST_CONDITION
            )
            self.fields[f"condition_{place}_on"] = DayField(label=_("By"), required=False)
        for one in gates:
            self.fields[f"{GATE}{one.gate.name}"] = forms.CharField(
                label=one.gate.label,
                help_text=_("{wants} Granted all the same, because:").format(wants=one.wants),
                required=False,
                max_length=4_000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        """A condition has its day, an answer its reason, a gate its override."""
        found = super().clean()
        kind = found.get("kind", "")
        for place in range(1, CONDITIONS + 1):
            text, day = found.get(f"condition_{place}"), found.get(f"condition_{place}_on")
            if text and not day and f"condition_{place}_on" not in self.errors:
                self.add_error(f"condition_{place}_on", str(_("Say by when it is to be met.")))
            if day and not text:
                self.add_error(f"condition_{place}", str(_("Say what is to be done by then.")))
        if kind in NEEDS_REASON and not found.get("reason"):
            self.add_error("reason", str(_("Give the reason: those who live with it read it.")))
        if kind == "grant_with_conditions" and not any(text for text, _day in self._pairs(found)):
            self.add_error("condition_1", str(_("Say at least one condition.")))
        if kind == "grant" and any(text for text, _day in self._pairs(found)):
            sentence = _("Choose a decision with conditions, or leave the conditions out.")
            self.add_error("kind", str(sentence))
        if kind in GRANTS:
            for one in self.gates:
                name = f"{GATE}{one.gate.name}"
                if not found.get(name):
                    sentence = _("Not met. Say why you grant it all the same, or send it back.")
                    self.add_error(name, str(sentence))
        return found

    @staticmethod
    def _pairs(found: dict[str, Any]) -> list[tuple[str, date | None]]:
        return [
            (found.get(f"condition_{place}", ""), found.get(f"condition_{place}_on"))
            for place in range(1, CONDITIONS + 1)
        ]

    @property
    def conditions(self) -> list[tuple[str, date]]:
        """What has to be done, each with the day by which."""
        return [(text, day) for text, day in self._pairs(self.cleaned_data) if text and day]

    @property
    def overrides(self) -> dict[str, str]:
        """By the name of a gate, why it is passed all the same."""
        named = {one.gate.name: self.cleaned_data[f"{GATE}{one.gate.name}"] for one in self.gates}
        return {name: why for name, why in named.items() if why}

    @property
    def pairs(self) -> list[tuple[BoundField, BoundField]]:
        """The fields of each condition."""
        places = range(1, CONDITIONS + 1)
        return [(self[f"condition_{one}"], self[f"condition_{one}_on"]) for one in places]

    @property
    def passing(self) -> list[tuple[Judged, BoundField]]:
        """The gates that stand in the way, each with where one says why it is passed."""
        return [(one, self[f"{GATE}{one.gate.name}"]) for one in self.gates]
