"""What people catch while they talk, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.days import DayField
from mandorla.base.lines import validate_line
from mandorla.people.models import Person, Unit
from mandorla.work.models import AgendaItem
from mandorla.work.running import KINDS

if TYPE_CHECKING:
    from mandorla.gatherings.models import Gathering

STEPS = ("start", "unstart", "hold", "end", "resume")
HAVE_WHO = ("commitment", "ask", "lesson")
HAVE_UNIT = ("issue", "insight")
ACTS = ("take", "finish", "park", "next_time")


class CaptureForm(forms.Form):
    """One line and what it is; who, by when or where only of what has it."""

    kind = forms.ChoiceField(
        choices=[*KINDS.items(), ("nothing", gettext_lazy("Nothing"))],
        error_messages={"required": gettext_lazy("Say what it is.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What came of it"),
        max_length=300,
        required=False,
        validators=[validate_line],
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who"), queryset=Person.objects.none(), required=False
    )
    due_on = DayField(label=gettext_lazy("By"), required=False)
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=gettext_lazy("Unit"), queryset=Unit.objects.none(), required=False
    )
    heard_in: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=gettext_lazy("Heard in"), queryset=Unit.objects.none(), required=False
    )
    item = forms.ModelChoiceField(queryset=AgendaItem.objects.none(), required=False)
    key = forms.UUIDField()

    def __init__(self, data: Any, *, gathering: Gathering) -> None:
        super().__init__(data)
        self._choose("owner", Person.objects.filter(is_active=True))
        self._choose("unit", Unit.objects.all())
        self._choose("heard_in", Unit.objects.all())
        self._choose("item", AgendaItem.objects.filter(gathering=gathering))

    def _choose(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """Everything but nothing has words."""
        data = super().clean() or self.cleaned_data
        if data.get("kind") in KINDS and not data.get("text"):
            self.add_error("text", _("Say it in a line."))
        if data.get("kind") == "commitment" and not data.get("due_on"):
            self.add_error("due_on", _("Say by when it is done."))
        if data.get("kind") == "insight" and not (data.get("heard_in") or data.get("unit")):
            self.add_error("heard_in", _("Say in which unit you heard it."))
        return data

    @property
    def caught(self) -> dict[str, Any]:
        """What was written, in the way `Outcome.catch` takes it."""
        data = self.cleaned_data
        # What waited in a browser says where it was heard as any other unit.
        heard_in = data["heard_in"] if data["kind"] == "insight" else None
        unit = heard_in or data["unit"]
        facts = {name: data[name] for name in ("kind", "text", "key", "item")}
        if data["kind"] in HAVE_WHO:
            facts |= {"owner": data["owner"]}
        if data["kind"] == "commitment":
            facts |= {"due_on": data["due_on"]}
        return facts | ({"units": [unit]} if unit and data["kind"] in HAVE_UNIT else {})

    @property
    def refusal(self) -> str:
        """Why it cannot be used, in one line."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)


class NotesForm(forms.Form):
    """What somebody made of the notes, and the notes they began with."""

    text = forms.CharField(
        label=gettext_lazy("Notes"), required=False, strip=False, widget=forms.Textarea
    )
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)


class StepForm(forms.Form):
    """What is done with the whole gathering."""

    step = forms.ChoiceField(choices=[(step, step) for step in STEPS])
    early = forms.BooleanField(required=False)  # it is meant, though planned for later


class ActForm(forms.Form):
    """What is done with one item."""

    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
