"""What people type when they say, word and sort what is expected, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from mandorla.base.lines import validate_line
from mandorla.base.ticked import Ticked
from mandorla.strategy.models import Objective
from mandorla.value.catalogue import shipped_expectations
from mandorla.value.models import Expectation, Suggestion
from mandorla.value.models.expectation import HORIZONS, LEVELS, LONGEST, MOST

if TYPE_CHECKING:
    from django.db.models import QuerySet

TICK = _("Tick what people said first.")
GONE = _("Somebody else has dealt with one of these. The others are still ticked.")
LONGEST_MEASURE = 200


class OneLine(forms.CharField):
    """A line that may be typed in several; white space counts once."""

    default_validators = [validate_line]

    def to_python(self, value: Any) -> str:
        """The words in one line."""
        return " ".join(str(super().to_python(value)).split())


class SayForm(forms.Form):
    """What somebody expects, in their own words."""

    text = OneLine(
        label=_("What do you expect?"),
        max_length=LONGEST,
        help_text=_("One thing, in a few words. Say more things one after the other."),
        error_messages={
            "required": _("Say in a few words what you expect."),
            "max_length": _("Say it in at most 120 characters."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The page has another form with a text.
        super().__init__(*args, **{"auto_id": "say_%s", **kwargs})


class WordsForm(forms.Form):
    """An expectation in words that both sides can weigh."""

    text = OneLine(
        label=_("Neutral words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Both sides can weigh it: no “we”, no “I”, one thing, at most 120 characters."),
        error_messages={
            "required": _("Say in a few words what is expected."),
            "max_length": _("An expectation has at most 120 characters, so that it is read."),
        },
    )
    level = forms.ChoiceField(
        label=_("For whom"),
        choices=list(LEVELS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say for whom it is.")},
    )
    horizon = forms.ChoiceField(
        label=_("When"),
        choices=list(HORIZONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say when it can be there.")},
    )
    measure = OneLine(
        label=_("What would show it"),
        required=False,
        max_length=LONGEST_MEASURE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RewordForm(WordsForm):
    """Another wording; `seen` is the mark of the words somebody looked at."""

    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)


def _said(*, required: bool) -> Ticked:
    """Suggestions that wait, ticked on the page."""
    return Ticked(
        Suggestion.objects.none(),
        label=_("What people said"),
        required=required,
        error_messages={"required": TICK, "invalid_choice": GONE, "invalid_pk_value": GONE},
    )


class WordForm(WordsForm):
    """A new expectation, and what people said that it stands for."""

    key = forms.CharField(
        label=_("Entry of the catalogue"),
        required=False,
        max_length=60,
        widget=forms.HiddenInput,
    )
    force = forms.IntegerField(required=False, widget=forms.HiddenInput)
    suggestions = _said(required=False)

    def __init__(self, *args: Any, waiting: QuerySet[Suggestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "suggestions").queryset = waiting

    def clean_key(self) -> str:
        """An entry that ships."""
        key = str(self.cleaned_data["key"])
        if key and key not in shipped_expectations():
            raise forms.ValidationError(_("The catalogue has no such entry."))
        return key

    @property
    def words(self) -> dict[str, Any]:
        """What is chosen, without what it began as."""
        words = {name: value for name, value in self.cleaned_data.items() if name != "force"}
        return {**words, "suggestions": list(words["suggestions"])}


class MergeForm(forms.Form):
    """Takes what people said up under an expectation that is there."""

    suggestions = _said(required=True)
    expectation = forms.ModelChoiceField(
        Expectation.objects.none(),
        label=_("The same as"),
        empty_label=_("choose one"),
        error_messages={
            "required": _("Choose the expectation that says the same."),
            "invalid_choice": _("Somebody else has dropped this expectation."),
        },
    )

    def __init__(
        self,
        *args: Any,
        waiting: QuerySet[Suggestion],
        current: QuerySet[Expectation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "suggestions").queryset = waiting
        _field(self, "expectation").queryset = current


class AsideForm(forms.Form):
    """Sets aside what people said."""

    suggestions = _said(required=True)

    def __init__(self, *args: Any, waiting: QuerySet[Suggestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "suggestions").queryset = waiting


class PlaceForm(forms.Form):
    """Where an expectation stands among the current ones, from 1."""

    place = forms.IntegerField(min_value=1, max_value=MOST)


class ServesForm(forms.Form):
    """The objectives of the organization that an expectation serves."""

    objectives = Ticked(
        Objective.objects.none(),
        label=_("Objectives"),
        required=False,
        error_messages={
            "invalid_choice": _("One of these objectives was retired or removed meanwhile."),
            "invalid_pk_value": _("One of these objectives was retired or removed meanwhile."),
        },
    )

    def __init__(self, *args: Any, among: QuerySet[Objective], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "objectives").queryset = among


def _field(form: forms.Form, name: str) -> forms.ModelChoiceField[Any]:
    return cast("forms.ModelChoiceField[Any]", form.fields[name])
