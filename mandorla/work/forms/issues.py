"""What people surface and say about issues, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from mandorla.base.lines import validate_line
from mandorla.base.sent_once import KeyField
from mandorla.base.ticked import Ticked
from mandorla.communities.models import Community
from mandorla.people.forms import UnitField
from mandorla.people.models import Unit
from mandorla.work.models.issue import LONGEST
from mandorla.work.models.saying import LONGEST_DETAIL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandorla.people.models import Person

ONE_LINE = gettext_lazy("At most 200 characters: the rest fits under “More about it”.")


def detail_field() -> forms.CharField:
    """More about something, for those who want to know."""
    return forms.CharField(
        label=gettext_lazy("More about it"),
        required=False,
        max_length=LONGEST_DETAIL,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": gettext_lazy("At most 4,000 characters.")},
    )


def _line_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("What crops up?"),
        help_text=gettext_lazy("In one line, as you would say it."),
        max_length=LONGEST,
        validators=[validate_line],
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "send"}),
        error_messages={
            "required": gettext_lazy("Say in a line what crops up."),
            "max_length": ONE_LINE,
        },
    )


def because_field(label: Any, asked: Any) -> forms.CharField:
    """One line that says how or why."""
    return forms.CharField(
        label=label,
        max_length=300,
        validators=[validate_line],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": asked,
            "max_length": gettext_lazy("At most 300 characters."),
        },
    )


class UnitsForm(forms.Form):
    """The units that something touches: ticked, or another one chosen."""

    units = Ticked(
        label=gettext_lazy("Which units does it touch?"),
        queryset=Unit.objects.all(),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("One of these units is gone by now.")},
    )
    other_unit = UnitField(
        label=gettext_lazy("Another unit"), required=False, empty_label=gettext_lazy("none")
    )

    def __init__(self, *args: Any, paths: dict[int, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._other.queryset = Unit.objects.all()
        if paths is not None:
            self.offer(paths)

    @property
    def _other(self) -> UnitField:
        return cast("UnitField", self.fields["other_unit"])

    def offer(self, paths: dict[int, str]) -> None:
        """Offer every unit, by path: only where the form is shown."""
        self._other.offer(paths)

    @property
    def chosen(self) -> Sequence[Unit]:
        """Every unit that was said."""
        other = self.cleaned_data["other_unit"]
        return [*{*self.cleaned_data["units"], *([other] if other else [])}]


class SurfaceForm(UnitsForm):
    """What crops up, for which community, and whom it touches."""

    text = _line_field()
    detail = detail_field()
    community = forms.CharField(max_length=80, widget=forms.HiddenInput)
    is_anonymous = forms.BooleanField(label=gettext_lazy("Leave my name out"), required=False)
    key = KeyField()

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person

    def clean_community(self) -> Community:
        """A community that the person sees."""
        visible = Community.objects.visible_to(self._person)
        found = visible.filter(slug=self.cleaned_data["community"]).first()
        if found is None:
            raise forms.ValidationError(gettext_lazy("There is no such community any more."))
        return found

    @property
    def issue(self) -> dict[str, Any]:
        """What `Issue.surface` takes."""
        kept = ("community", "text", "detail", "is_anonymous", "key")
        return {name: self.cleaned_data[name] for name in kept} | {"units": self.chosen}


class WordsForm(forms.Form):
    """Other words for an issue."""

    text = _line_field()
    detail = detail_field()


class SolvedForm(forms.Form):
    """How something was solved."""

    because = because_field(
        gettext_lazy("How was it solved?"), gettext_lazy("Say in a line how it was solved.")
    )


class DroppedForm(forms.Form):
    """Why nothing more is done about something."""

    because = because_field(
        gettext_lazy("Why is it dropped?"), gettext_lazy("Say in a line why it is dropped.")
    )
