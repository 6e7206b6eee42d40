"""A measure of success and its readings, as they were sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from mandorla.base.days import DayField
from mandorla.base.edits import EditsField
from mandorla.base.errors import Refused
from mandorla.base.lines import validate_line
from mandorla.base.ticked import LARGEST_KEY
from mandorla.ledger.aims import LONGEST, Aim
from mandorla.ledger.counted import countable
from mandorla.ledger.figures import typed
from mandorla.ledger.models.measure import DIRECTIONS, ROLES, SHAPES
from mandorla.ledger.numbers import number_of
from mandorla.people.models import Person
from mandorla.people.naming import NamedField
from mandorla.value.forms.survey import SheetField
from mandorla.value.models import Expectation

if TYPE_CHECKING:
    from django.http import QueryDict

    from mandorla.communities.models import Community
    from mandorla.ledger.models import Measure

LONGEST_KEY = 20  # digits
NUMBER = {"inputmode": "decimal", "autocomplete": "off"}


class MeasureForm(forms.Form):
    """What is measured: from where, to where, by when."""

    name = forms.CharField(
        label=_("What is measured"),
        help_text=_("As one would ask for it: “days from order to roll-out”."),
        max_length=LONGEST["name"],
        validators=[validate_line],
        error_messages={"required": _("Say what is measured.")},
    )
    expectation = forms.ModelChoiceField(
        Expectation.objects.none(),
        label=_("What it would show"),
        required=False,
        empty_label=_("nothing that is expected"),
    )
    role = forms.ChoiceField(
        label=_("It is"),
        choices=list(ROLES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is leading, or an outcome.")},
    )
    shape = forms.ChoiceField(label=_("Read as"), choices=list(SHAPES.items()))
    unit = forms.CharField(
        label=_("Counted in"),
        help_text=_("days, faults, euros; nothing for a share"),
        required=False,
        max_length=LONGEST["unit"],
        validators=[validate_line],
    )
    direction = forms.ChoiceField(label=_("Which way"), choices=list(DIRECTIONS.items()))
    baseline = forms.CharField(
        label=_("From"),
        help_text=_("Where it starts, when that is known."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=NUMBER),
    )
    target = forms.CharField(
        label=_("To"),
        help_text=_("Of a share, 60% or 0.6."),
        max_length=40,
        widget=forms.TextInput(attrs=NUMBER),
        error_messages={"required": _("Say what it is to come to.")},
    )
    due_on = DayField(label=_("By"), error_messages={"required": _("Say by when.")})
    owner = NamedField(
        label=_("Who sees to it"),
        help_text=_("By name; they can enter readings, too."),
        required=False,
    )
    source = forms.CharField(
        label=_("Where it is read"),
        required=False,
        max_length=LONGEST["source"],
        validators=[validate_line],
    )
    indicator = forms.ChoiceField(
        label=_("Who reads it"),
        help_text=_("What Mandorla counts itself is read once a month; people can enter more."),
        required=False,
    )
    seen = EditsField(required=False)

    def __init__(
        self, data: QueryDict | None = None, *, community: Community, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        current = Expectation.objects.filter(community=community).current()
        cast("forms.ModelChoiceField[Any]", self.fields["expectation"]).queryset = current
        offered = [
            (name, _("Mandorla: {label}").format(label=label)) for name, label, _unit in countable()
        ]
        cast("forms.ChoiceField", self.fields["indicator"]).choices = [("", _("people")), *offered]
        seats = community.memberships.filter(former=False)
        cast("NamedField", self.fields["owner"]).people = Person.objects.filter(
            is_active=True, pk__in=seats.values("person")
        )

    @staticmethod
    def initial_for(community: Community, *, expectation: str, role: str) -> dict[str, Any]:
        """What a form for a new measure holds at first: what both sides said would show it."""
        initial: dict[str, Any] = {"role": role if role in ROLES else ""}
        if expectation.isascii() and expectation.isdigit() and len(expectation) < LONGEST_KEY:
            current = Expectation.objects.filter(community=community).current()
            found = current.filter(pk=min(int(expectation), LARGEST_KEY)).first()
            if found is not None:
                name = " ".join(found.measure.split())[: LONGEST["name"]]
                initial |= {"expectation": found.pk, "name": name}
        return initial

    @staticmethod
    def initial_of(measure: Measure) -> dict[str, Any]:
        """What a form for a measure holds at first."""
        values = Aim.of(measure).values()
        return {
            **values,
            "baseline": typed(measure.baseline, measure.shape),
            "target": typed(measure.target, measure.shape),
            "expectation": measure.expectation_id,
            "owner": measure.owner.name if measure.owner else "",
            "seen": measure.edits,
        }

    def clean(self) -> dict[str, Any]:
        """Both figures are numbers of the kind that is read."""
        data = super().clean() or self.cleaned_data
        kind = "share" if data.get("shape") == "share" else "level"
        for name in ("baseline", "target"):
            if data.get(name):
                self._number(name, kind=kind)
        return data

    def _number(self, name: str, *, kind: str) -> None:
        try:
            self.cleaned_data[name] = number_of(self.cleaned_data[name], kind=kind)
        except Refused as refusal:
            self.add_error(name, refusal.sentence)

    def aim(self) -> Aim:
        """What was sent, when it is valid."""
        data = self.cleaned_data
        names = [name for name in Aim.__dataclass_fields__ if name != "baseline"]
        values = {name: data[name] for name in names}
        baseline = data["baseline"] if data["baseline"] != "" else None
        return Aim(**values, baseline=baseline)


class ReadingForm(forms.Form):
    """What a measure was on a day."""

    on = DayField(label=_("On"), error_messages={"required": _("Say on which day.")})
    value = forms.CharField(
        label=_("It was"),
        max_length=40,
        widget=forms.TextInput(attrs=NUMBER),
        error_messages={"required": _("Say what it was.")},
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=300, validators=[validate_line]
    )

    def __init__(self, data: QueryDict | None = None, *, shape: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.shape = shape

    def clean_value(self) -> float:
        """A number of the kind that is read."""
        try:
            return number_of(self.cleaned_data["value"], kind=self.shape)
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal


class CorrectionForm(ReadingForm):
    """What it was instead."""

    def __init__(self, data: QueryDict | None = None, *, shape: str, **kwargs: Any) -> None:
        super().__init__(data, shape=shape, **kwargs)
        del self.fields["on"]


class RetireForm(forms.Form):
    """Why a measure is followed no more."""

    because = forms.CharField(
        label=_("Why it is followed no more"),
        max_length=300,
        validators=[validate_line],
        error_messages={"required": _("Say why it is followed no more.")},
    )


class ReadingsFileForm(forms.Form):
    """A file with readings."""

    file = SheetField(
        label=_("CSV or Excel file"),
        help_text=_(
            "The columns on (2027-03-31) and value; a day that has a reading is corrected."
        ),
        error_messages={"required": _("Choose a file.")},
    )


class ForesightForm(forms.Form):
    """How likely somebody holds it, in percent."""

    percent = forms.IntegerField(
        label=_("How likely is it, in percent?"),
        min_value=0,
        max_value=100,
        error_messages={"required": _("Say it from 0 to 100.")},
    )
