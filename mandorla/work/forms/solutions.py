"""What people write about solutions and their rollout, made clean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.days import DayField
from mandorla.base.lines import validate_line
from mandorla.base.widgets import QuickSelect
from mandorla.work.models.solution import LONGEST_DETAIL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.http import QueryDict

    from mandorla.gatherings.models import Gathering
    from mandorla.people.models import Person, Unit

DECISIONS: Final = {
    "accept": gettext_lazy("Accept it: this is what we do"),
    "try": gettext_lazy("Try it, and look again"),
    "escalate": gettext_lazy("Escalate it: somebody else has to decide"),
    "reject": gettext_lazy("Reject it"),
    "reconsider": gettext_lazy("Open it again"),
}
REASONED: Final = {"escalate", "reject"}
YEARS: Final = (2000, 2100)


def _line(label: Any, *, longest: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, validators=[validate_line], **more)


def _near(day: date) -> None:
    if not YEARS[0] <= day.year < YEARS[1]:
        raise forms.ValidationError(_("Write a day of the years to come."))


def day_field(label: Any, help_text: Any = "") -> DayField:
    """A day that may be left open."""
    return DayField(label=label, help_text=help_text, required=False, near=_near)


class SolutionForm(forms.Form):
    """What could be done about a problem."""

    proposal = _line(
        gettext_lazy("What could we do?"),
        longest=300,
        help_text=gettext_lazy("One sentence that a unit can act on."),
    )
    may_not_bypass = _line(
        gettext_lazy("What may it never bypass?"),
        longest=300,
        required=False,
        help_text=gettext_lazy(
            "A rule of safety, law or quality that holds all the same. Everybody who takes it up "
            "reads it first."
        ),
    )
    touches_control = forms.BooleanField(
        label=gettext_lazy("It works around, or changes, a rule of safety or law"),
        required=False,
        help_text=gettext_lazy("Then somebody above the community decides on it: escalate it."),
    )
    detail = forms.CharField(
        label=gettext_lazy("More about it"),
        required=False,
        max_length=LONGEST_DETAIL,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)


class DecisionForm(forms.Form):
    """What was decided on a solution, and in which gathering."""

    verb = forms.ChoiceField(
        label=gettext_lazy("What was decided?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what was decided.")},
    )
    to_whom = _line(gettext_lazy("To whom?"), longest=150, required=False)
    because = _line(
        gettext_lazy("Why?"),
        longest=300,
        required=False,
        help_text=gettext_lazy("Those who proposed it will read it."),
    )
    gathering = forms.TypedChoiceField(
        label=gettext_lazy("In which gathering?"), required=False, coerce=int, empty_value=None
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        verbs: Sequence[str],
        gatherings: Sequence[Gathering],
    ) -> None:
        super().__init__(data)
        self.known = {gathering.pk: gathering for gathering in gatherings}
        verb = cast("forms.ChoiceField", self.fields["verb"])
        verb.choices = [(key, words) for key, words in DECISIONS.items() if key in verbs]
        where = cast("forms.ChoiceField", self.fields["gathering"])
        where.choices = [("", _("none of them")), *((pk, _held(g)) for pk, g in self.known.items())]

    def clean(self) -> dict[str, Any]:
        """Escalating says to whom, and it and rejecting say why."""
        data = super().clean() or self.cleaned_data
        verb = data.get("verb")
        if verb in REASONED and not data.get("because"):
            self.add_error("because", _("Say why: those who proposed it will read it."))
        if verb == "escalate" and not data.get("to_whom"):
            self.add_error("to_whom", _("Say who decides now: a name, a role or a group."))
        return data

    @property
    def told(self) -> dict[str, Any]:
        """What the chosen verb has to be told beside who decides and when."""
        data = self.cleaned_data
        if data["verb"] == "reconsider":
            return {}
        told: dict[str, Any] = {"gathering": self.known.get(data["gathering"])}
        if data["verb"] in REASONED:
            told["because"] = data["because"]
        if data["verb"] == "escalate":
            told["to_whom"] = data["to_whom"]
        return told


def _held(gathering: Gathering) -> str:
    return f"{gathering.series.name}, {gathering.planned_on:%Y-%m-%d}"


@dataclass(frozen=True)
class OfferedUnit:
    """A unit that a solution may go to, and who could see to it there."""

    unit: Unit
    people: Sequence[Person]
    is_ticked: bool
    chosen: str


class RollOutForm(forms.Form):
    """The units a solution goes to, who sees to it in each, and until when."""

    units = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose from the units on this page.")},
    )
    other = forms.TypedChoiceField(
        label=gettext_lazy("Another unit"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=QuickSelect,
    )
    due_on = day_field(
        gettext_lazy("Until when?"),
        gettext_lazy("For all of them; each can have a day of its own later."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        offered: Sequence[Unit],
        people: Mapping[int, Sequence[Person]],
        paths: Mapping[int, str],
    ) -> None:
        super().__init__(data)
        self.offered, self.people = offered, people
        units = cast("forms.MultipleChoiceField", self.fields["units"])
        units.choices = [(unit.pk, unit.name) for unit in offered]
        other = cast("forms.ChoiceField", self.fields["other"])
        by_path = sorted(paths.items(), key=lambda unit: unit[1])
        other.choices = [("", _("no other")), *by_path]

    def rows(self) -> list[OfferedUnit]:
        """Each unit that is offered, with what was chosen for it."""
        ticked = {str(pk) for pk in self["units"].value() or ()}
        return [
            OfferedUnit(
                unit=unit,
                people=self.people.get(unit.pk, ()),
                is_ticked=str(unit.pk) in ticked,
                chosen=self.data.get(f"coordinator_{unit.pk}", ""),
            )
            for unit in self.offered
        ]

    def clean(self) -> dict[str, Any]:
        """At least one unit; whom somebody chose for it comes from it."""
        data = super().clean() or self.cleaned_data
        chosen = {int(pk) for pk in data.get("units", [])} | ({data.get("other")} - {None})
        if not chosen and not self.errors:
            self.add_error(None, _("Choose at least one unit."))
        data["chosen"] = chosen
        data["coordinators"] = {
            pk: person
            for pk, people in self.people.items()
            for person in people
            if str(person.pk) == self.data.get(f"coordinator_{pk}")
        }
        return data


class LineForm(forms.Form):
    """How far a unit is."""

    verb = forms.ChoiceField(choices=[(v, v) for v in ("adapt", "adopt", "decline", "put_back")])
    because = _line(
        gettext_lazy("Why is it not for this unit?"),
        longest=300,
        required=False,
        help_text=gettext_lazy("In a sentence: others learn from it where a solution ends."),
    )

    def clean(self) -> dict[str, Any]:
        """Declining says why."""
        data = super().clean() or self.cleaned_data
        if data.get("verb") == "decline" and not data.get("because"):
            self.add_error("because", _("Say in a sentence why."))
        return data


class DueForm(forms.Form):
    """Until when a unit takes a solution up."""

    due_on = day_field(gettext_lazy("Until when?"), gettext_lazy("Empty: whenever it is."))
