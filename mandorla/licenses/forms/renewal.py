"""What somebody decides on a license that runs, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandorla.base.days import DayField
from mandorla.base.edits import EditsField
from mandorla.licenses.forms.conditions import ConditionsForm
from mandorla.licenses.models.decision_kinds import NEEDS_REASON, VERBS, possible_on
from mandorla.licenses.renewal_page import terms_from
from mandorla.licenses.terms import LONGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import BoundField
    from django.http import QueryDict

    from mandorla.licenses.models import License
    from mandorla.licenses.terms import Terms

WITH_CONDITIONS = ("renew_with_conditions", "rescope")


class RenewalForm(ConditionsForm):
    """What is decided, why, under which conditions, and until when."""

    kind = forms.ChoiceField(
        label=_("What do you decide?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Those who live with it read it. Needed when something ends or is changed."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    scope = forms.CharField(
        label=_("The new scope"),
        help_text=_("When it is renewed with another scope."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    until_on = DayField(
        label=_("Renewed until"), help_text=_("Empty: as the policy says."), required=False
    )
    marks = forms.CharField(widget=forms.HiddenInput, required=False)
    seen = EditsField()

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        license: License,
        marks: str,
        recommended: Sequence[str] = (),
    ) -> None:
        """A form for a license.

        Args:
            data: What was sent.
            license: Which license, as it stands now.
            marks: Of the evidence that the page shows.
            recommended: The kinds that are recommended.
        """
        super().__init__(data, initial={"seen": license.edits, "marks": marks})
        self.license, self.now_marks, self.now_seen = license, marks, license.edits
        kinds: Any = self.fields["kind"]
        kinds.choices = [
            (kind, f"{VERBS[kind]} ({_('recommended')})" if kind in recommended else VERBS[kind])
            for kind in possible_on(license.state)
        ]
        self.offer_conditions(list="suggested-conditions")

    def clean(self) -> dict[str, Any]:
        """A condition has its day, and what ends something has its reason."""
        found: dict[str, Any] = super().clean() or {}
        kind = found.get("kind", "")
        self.refuse_half_conditions(found)
        if kind in NEEDS_REASON and not found.get("reason"):
            self.add_error("reason", str(_("Give the reason: those who live with it read it.")))
        if kind == "rescope" and not found.get("scope"):
            self.add_error("scope", str(_("Say what the new scope is.")))
        if kind and kind not in WITH_CONDITIONS and self.has_conditions(found):
            sentence = _("Choose a decision with conditions, or leave the conditions out.")
            self.add_error("kind", str(sentence))
        return found

    @property
    def terms(self) -> Terms | None:
        """The terms from now on; None when they stay, for a term by policy."""
        data = self.cleaned_data
        return terms_from(
            self.license, kind=data["kind"], until_on=data.get("until_on"), scope=data["scope"]
        )

    # --- what the page shows ---

    @property
    def first_pairs(self) -> list[tuple[BoundField, BoundField]]:
        """The fields of the first condition."""
        return self.pairs[:1]

    @property
    def more_pairs(self) -> list[tuple[BoundField, BoundField]]:
        """The fields of further conditions, which few need."""
        return self.pairs[1:]

    @property
    def has_more_conditions(self) -> bool:
        """Whether something stands in them, or is wrong."""
        return any(self._is_used(field) for pair in self.more_pairs for field in pair)

    @property
    def has_other_terms(self) -> bool:
        """Whether another day or scope stands there, or is wrong."""
        return self._is_used(self["until_on"]) or self._is_used(self["scope"])

    def _is_used(self, field: BoundField) -> bool:
        return bool(field.value() or field.errors)
