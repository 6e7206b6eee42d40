"""What people write in the draft of a value statement, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from mandorla.base.days import DayField
from mandorla.base.edits import EditsField
from mandorla.base.errors import Refused
from mandorla.value.models.statement import DAYS, LONGEST, TEXTS, refuse_far

if TYPE_CHECKING:
    from datetime import date

    from django.http import QueryDict

    from mandorla.value.models import ValueStatement

LINES: Final = {"for_organization": 4, "for_members": 4, "invested": 3, "because": 3}


def _near(day: date) -> None:
    try:
        refuse_far(day)
    except Refused as refusal:
        raise forms.ValidationError(refusal.sentence) from refusal


def _text(name: str, label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": LINES[name]}),
        error_messages={"max_length": gettext_lazy("At most 2,000 characters.")},
    )


def _day(label: Any, help_text: Any) -> DayField:
    return DayField(label=label, help_text=help_text, required=False, near=_near)


class StatementForm(forms.Form):
    """The parts of a value statement, and how many edits the writer has seen."""

    for_organization = _text(
        "for_organization",
        gettext_lazy("For the organization the community provides…"),
        gettext_lazy("What both sides share of what the organization expects, measured by what."),
    )
    for_members = _text(
        "for_members",
        gettext_lazy("For its members it provides…"),
        gettext_lazy("What the group and each person get; one thing that is there in 90 days."),
    )
    invested = _text(
        "invested",
        gettext_lazy("Both invest…"),
        gettext_lazy("Time, people, money, access: what the sponsor gives, and what members give."),
    )
    known_on = _day(
        gettext_lazy("We will know by"),
        gettext_lazy("The day on which both can say whether it came true."),
    )
    because = _text(
        "because",
        gettext_lazy("…because"),
        gettext_lazy(
            "The story you want to tell then: who does what differently, and who says so."
        ),
    )
    valid_until = _day(
        gettext_lazy("Valid until"),
        gettext_lazy("The day both sides look at it again; a year from now at most is wise."),
    )
    edits = EditsField()

    def __init__(self, data: QueryDict | None = None, *, statement: ValueStatement | None) -> None:
        initial = {}
        if statement is not None:
            initial = {name: getattr(statement, name) for name in (*FIELDS, "edits")}
        super().__init__(data, initial=initial)
        self.theirs: dict[str, Any] = {}

    @property
    def written(self) -> dict[str, Any]:
        """What was written, in the way the draft takes it."""
        return {
            "texts": {name: self.cleaned_data[name] for name in TEXTS},
            "days": {name: self.cleaned_data[name] for name in DAYS},
            "edits": self.cleaned_data["edits"],
        }

    def show_beside(self, statement: ValueStatement) -> None:
        """What somebody else wrote stands beside, and the next save knows that it was seen."""
        now = {name: getattr(statement, name) for name in FIELDS}
        self.theirs = {name: now[name] for name in FIELDS if now[name] != self._sent(name)}
        self.data = {**dict(self.data.items()), "edits": str(statement.edits)}

    def rows(self) -> list[tuple[Any, bool, Any]]:
        """Each field, whether somebody else wrote something else in it, and what."""
        return [(self[name], name in self.theirs, self.theirs.get(name)) for name in FIELDS]

    def _sent(self, name: str) -> Any:
        value = self.cleaned_data.get(name)
        return " ".join(value.split()) if isinstance(value, str) else value


FIELDS: Final = (
    "for_organization",
    "for_members",
    "invested",
    "known_on",
    "because",
    "valid_until",
)
