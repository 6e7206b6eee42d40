"""What somebody decides on an application, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandorla.licenses.forms.conditions import ConditionsForm
from mandorla.licenses.forms.terms import TermsForm
from mandorla.licenses.models.decision_kinds import GRANTS, NEEDS_REASON, VERBS, possible_on
from mandorla.licenses.terms import LONGEST, Terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import BoundField
    from django.http import QueryDict

    from mandorla.licenses.gates import Judged
    from mandorla.licenses.models import License

GATE = "gate_"


class GrantForm(ConditionsForm, TermsForm):
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
        self.offer_conditions()
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
        self.refuse_half_conditions(found)
        if kind in NEEDS_REASON and not found.get("reason"):
            self.add_error("reason", str(_("Give the reason: those who live with it read it.")))
        if kind == "grant_with_conditions" and not self.has_conditions(found):
            self.add_error("condition_1", str(_("Say at least one condition.")))
        if kind == "grant" and self.has_conditions(found):
            sentence = _("Choose a decision with conditions, or leave the conditions out.")
            self.add_error("kind", str(sentence))
        if kind in GRANTS:
            for one in self.gates:
                name = f"{GATE}{one.gate.name}"
                if not found.get(name):
                    sentence = _("Not met. Say why you grant it all the same, or send it back.")
                    self.add_error(name, str(sentence))
        return found

    @property
    def overrides(self) -> dict[str, str]:
        """By the name of a gate, why it is passed all the same."""
        named = {one.gate.name: self.cleaned_data[f"{GATE}{one.gate.name}"] for one in self.gates}
        return {name: why for name, why in named.items() if why}

    @property
    def passing(self) -> list[tuple[Judged, BoundField]]:
        """The gates that stand in the way, each with where one says why it is passed."""
        return [(one, self[f"{GATE}{one.gate.name}"]) for one in self.gates]
