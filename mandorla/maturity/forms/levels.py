"""What people say of the levels of a model, made clean: members, the core group, and targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.edits import EditsField
from mandorla.maturity.statements import STATEMENTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.maturity.rubric import Dimension, Rubric

CANNOT_SAY = ""
YES_OR_NO = (
    ("yes", gettext_lazy("Yes")),
    ("no", gettext_lazy("No")),
    (CANNOT_SAY, gettext_lazy("Does not apply")),
)


@dataclass(frozen=True)
class Asked:
    """A dimension with its fields."""

    dimension: Dimension
    level: forms.BoundField
    reason: forms.BoundField | None


class LevelsForm(forms.Form):
    """A level of each dimension, from "not even the first" to the highest, or "cannot say"."""

    has_reasons = False

    def __init__(
        self,
        *args: Any,
        rubric: Rubric,
        before: Mapping[str, int | None] | None = None,
        reasons: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rubric = rubric
        before, reasons = before or {}, reasons or {}
        for one in rubric.dimensions:
            level = before.get(one.id)
            self.fields[f"level_{one.id}"] = forms.ChoiceField(
                label=one.name,
                choices=self.choices(one),
                required=False,
                initial=CANNOT_SAY if level is None else str(level),
                widget=self.widget(),
            )
            if self.has_reasons:
                self.fields[f"reason_{one.id}"] = forms.CharField(
                    label=_("What you go by"),
                    max_length=500,
                    required=False,
                    initial=reasons.get(one.id, ""),
                    widget=forms.Textarea(attrs={"rows": 2}),
                )

    def choices(self, dimension: Dimension) -> list[tuple[str, str]]:
        """What can be chosen."""
        return [
            (CANNOT_SAY, _("Cannot say")),
            ("0", _("Not even the first of these")),
            *((str(level.number), f"{level.number}. {level.says}") for level in dimension.levels),
        ]

    def widget(self) -> forms.Widget:
        """How it is chosen."""
        return forms.RadioSelect()

    @property
    def asked(self) -> list[Asked]:
        """The dimensions with their fields."""
        return [
            Asked(
                one,
                self[f"level_{one.id}"],
                self[f"reason_{one.id}"] if self.has_reasons else None,
            )
            for one in self.rubric.dimensions
        ]

    def levels(self) -> dict[str, int | None]:
        """What was chosen, by dimension."""
        chosen = {one.id: self.cleaned_data[f"level_{one.id}"] for one in self.rubric.dimensions}
        return {name: None if value == CANNOT_SAY else int(value) for name, value in chosen.items()}

    def reasons(self) -> dict[str, str]:
        """What people go by, by dimension."""
        return {one.id: self.cleaned_data[f"reason_{one.id}"] for one in self.rubric.dimensions}


class AgreementForm(LevelsForm):
    """What the core group agreed on, with what it goes by."""

    has_reasons = True

    seen = EditsField(required=False)


class BallotForm(LevelsForm):
    """What one member says, with yes or no to what their time here is like."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in STATEMENTS.items():
            self.fields[name] = forms.ChoiceField(
                label=text, choices=YES_OR_NO, required=False, widget=forms.RadioSelect()
            )

    @property
    def said(self) -> list[forms.BoundField]:
        """The statements."""
        return [self[name] for name in STATEMENTS]

    def statements(self) -> dict[str, bool | None]:
        """Yes, no, or None, by statement."""
        answers = {"yes": True, "no": False}
        return {name: answers.get(self.cleaned_data[name]) for name in STATEMENTS}


class TargetsForm(LevelsForm):
    """The level that the community wants to be at, in each dimension in which it wants one."""

    seen = EditsField(required=False)
    because = forms.CharField(
        label=gettext_lazy("Why these"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def choices(self, dimension: Dimension) -> list[tuple[str, str]]:
        """What can be chosen."""
        levels = ((str(one.number), f"{one.number}. {one.says}") for one in dimension.levels)
        return [(CANNOT_SAY, _("No target")), *levels]

    def widget(self) -> forms.Widget:
        """How it is chosen."""
        return forms.Select()
