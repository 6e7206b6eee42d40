"""What a program manager sends about the strategy, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.days import DayField
from mandorla.base.lines import validate_line
from mandorla.base.widgets import QuickSelect
from mandorla.people.models import Person
from mandorla.strategy.cells import LONGEST_DESCRIPTION, LONGEST_NAME
from mandorla.strategy.models import Objective
from mandorla.strategy.models.facts import FACTS, mark_of
from mandorla.strategy.reading import LARGEST_BYTES

if TYPE_CHECKING:
    from collections.abc import Collection

MOST_NAMED = 5
OWNER_HELP = gettext_lazy("Who answers for it: an e-mail address, an employee number, or a name.")


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """What an objective is a part of, chosen by its path."""

    def __init__(self) -> None:
        super().__init__(
            queryset=Objective.objects.none(),
            label=gettext_lazy("Part of"),
            required=False,
            widget=QuickSelect,
        )

    def offer(self, *, without: Collection[int] = ()) -> None:
        """Offer every current objective by its path, except some."""
        current = Objective.objects.current()
        self.queryset = current.exclude(pk__in=without)
        offered = [(pk, path) for pk, path in current.paths().items() if pk not in without]
        by_path = sorted(offered, key=lambda choice: choice[1].casefold())
        self.widget.choices = [("", _("nothing: it stands at the top")), *by_path]


class ObjectiveForm(forms.Form):
    """The facts of an objective or operation."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=LONGEST_NAME,
        validators=[validate_line],
        help_text=gettext_lazy("A few words that everybody understands."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[
            ("objective", gettext_lazy("an objective: something to be reached")),
            ("operation", gettext_lazy("an operation: something that is done all the time")),
        ],
        widget=forms.RadioSelect,
        initial="objective",
    )
    owner = forms.CharField(
        label=gettext_lazy("Owner"), max_length=254, required=False, help_text=OWNER_HELP
    )
    starts_on = DayField(label=gettext_lazy("Starts"), required=False)
    ends_on = DayField(label=gettext_lazy("Ends"), required=False)
    description = forms.CharField(
        label=gettext_lazy("Description"),
        max_length=LONGEST_DESCRIPTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, objective: Objective | None = None, **kwargs: Any) -> None:
        self.objective = objective
        if objective:
            facts = {name: getattr(objective, name) for name in FACTS}
            facts |= {"owner": called(objective.owner), "seen": mark_of(objective)}
            kwargs.setdefault("initial", facts)
        super().__init__(*args, **kwargs)

    def clean_owner(self) -> Person | None:
        """Who is meant; whoever is the owner now may stay it."""
        text = " ".join(self.cleaned_data["owner"].split())
        now = self.objective.owner if self.objective else None
        if not text or (now and text == called(now)):
            return now if text else None
        return _person_called(text)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it starts, at the day of its end."""
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("It cannot end before it starts."))
        return data


class NewObjectiveForm(ObjectiveForm):
    """A new objective, and where it stands."""

    parent = PlaceField()
    field_order = ("name", "kind", "parent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["seen"]
        place = self.fields["parent"]
        if isinstance(place, PlaceField):
            place.offer()


class PlaceForm(forms.Form):
    """What an objective becomes a part of."""

    parent = PlaceField()

    def __init__(self, *args: Any, without: Collection[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["parent"]
        if isinstance(place, PlaceField):
            place.offer(without=without)


class UploadForm(forms.Form):
    """A file that is said to be a strategy."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Nothing is imported before you have seen what would change."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large to be looked at."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than {kb} kB.").format(kb=LARGEST_BYTES // 1000)
            )
        return file


class ApplicationForm(forms.Form):
    """What was shown of a file, on its way to being done."""

    packed = forms.CharField(widget=forms.HiddenInput)
    shown = forms.CharField(max_length=16, widget=forms.HiddenInput)
    leave_out = forms.BooleanField(
        required=False, label=gettext_lazy("Leave out the rows that cannot be used")
    )


def called(person: Person | None) -> str:
    """How somebody is found again by `_person_called`."""
    return (person.email or person.employee_number or person.name) if person else ""


def _person_called(text: str) -> Person:
    """The active person with this address, employee number or name.

    Raises:
        ValidationError: There is none, or there are several.
    """
    people = Person.objects.filter(is_active=True)
    known = people.known_by(email=text, employee_number=text)
    if known:
        return known
    found = list(people.named(text).listed()[: MOST_NAMED + 1])
    found = found or list(people.named_like(text).listed()[: MOST_NAMED + 1])
    if not found:
        raise forms.ValidationError(_("Nobody who is active here is called or reached like this."))
    if len(found) > 1:
        named = ", ".join(f"{person.name} ({called(person)})" for person in found[:MOST_NAMED])
        raise forms.ValidationError(
            _("Several people could be meant: {people}. Write the address.").format(people=named)
        )
    return found[0]
