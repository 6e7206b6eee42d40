"""What somebody says who brings a community to its end, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandorla.base.days import DayField
from mandorla.base.edits import EditsField
from mandorla.base.lines import validate_line
from mandorla.communities.models import Archetype, Community
from mandorla.licenses.models.ending import KINDS, LONGEST, LONGEST_REASON
from mandorla.licenses.models.ending_parts import THINGS
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from mandorla.licenses.models import Ending

WAYS = {
    "end": _("It ends: what it was for is done, or its time is over"),
    "merge": _("It merges into another community, which goes on"),
    "split": _("It splits into two or more"),
}
DOES = ("hand_chosen", "hand_all", "retire_chosen", "retire_all")


class BeginForm(forms.Form):
    """Which way, why, and the last day."""

    kind = forms.ChoiceField(
        label=_("Which way does it end?"),
        choices=[(kind, WAYS[kind]) for kind in KINDS],
        widget=forms.RadioSelect,
        initial="end",
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Everybody in it reads it, and later everybody who wonders."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: everybody in it reads it.")},
    )
    last_on = DayField(
        label=_("The last day"),
        help_text=_(
            "Some weeks from now, so that everything finds a place and people can say goodbye."
        ),
        error_messages={"required": _("Say which day is the last one.")},
    )


class PostponeForm(forms.Form):
    """Another last day."""

    last_on = DayField(label=_("The last day"))
    edits = EditsField()


class NewHeirForm(forms.Form):
    """A community that is begun to go on with a part."""

    name = forms.CharField(label=_("Its name"), max_length=120, validators=[validate_line])
    purpose = forms.CharField(
        label=_("What it is for"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class ThingsForm(forms.Form):
    """What becomes of things of one kind: the chosen ones, or all that are left."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in THINGS])
    do = forms.ChoiceField(choices=[(one, one) for one in DOES])
    id = forms.TypedMultipleChoiceField(required=False, coerce=int)
    to: forms.ModelChoiceField[Community] = forms.ModelChoiceField(
        queryset=Community.objects.none(), required=False
    )
    person = forms.CharField(required=False, max_length=150)
    because = forms.CharField(required=False, max_length=300)

    def __init__(self, data: QueryDict, *, ending: Ending) -> None:
        super().__init__(data)
        heirs: Any = self.fields["to"]
        heirs.queryset = ending.heirs.all()
        ids: Any = self.fields["id"]
        ids.choices = [(value, value) for value in data.getlist("id") if _is_number(value)]

    def clean(self) -> dict[str, Any]:
        """Chosen means some; an heir is a community, and a person is one of theirs."""
        found: dict[str, Any] = super().clean() or {}
        do, to = found.get("do", ""), found.get("to")
        if do.endswith("chosen") and not found.get("id"):
            self.add_error(None, str(_("Choose at least one of them, or take all.")))
        if do.startswith("hand") and to is None:
            self.add_error(None, str(_("Choose who takes them over.")))
        if do.startswith("retire") and not (found.get("because") or "").strip():
            self.add_error(None, str(_("Say why: whoever finds it reads it.")))
        if to is not None and found.get("person"):
            found["person"] = self._person(found["person"], to)
        else:
            found["person"] = None
        return found

    @property
    def ids(self) -> list[int] | None:
        """The chosen ones; None for all that are left."""
        return self.cleaned_data["id"] if self.cleaned_data["do"].endswith("chosen") else None

    @property
    def refusals(self) -> list[str]:
        """What is wrong, as sentences."""
        return [str(error) for errors in self.errors.values() for error in errors]

    def _person(self, words: str, to: Community) -> Person | None:
        seats = to.memberships.filter(former=False)
        here = Person.objects.filter(pk__in=seats.values("person"), is_active=True)
        people = list(here.named(words)[:2]) or list(here.named_like(words)[:2])
        if len(people) != 1:
            sentence = _("Write the whole name of somebody in {name}.")
            self.add_error(None, str(sentence).format(name=to.name))
            return None
        return people[0]


class ThanksForm(forms.Form):
    """Who is thanked by name, and words."""

    person = forms.TypedMultipleChoiceField(
        label=_("Thanked by name"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each of them is told, and can take their name out by one click."),
    )
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    edits = EditsField()

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        proposed: Sequence[tuple[Person, str]],
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, initial=initial)
        self.proposed = {person.pk: (person, role) for person, role in proposed}
        people: Any = self.fields["person"]
        people.choices = [(pk, f"{one.name}, {role}") for pk, (one, role) in self.proposed.items()]

    @property
    def people(self) -> list[tuple[Person, str]]:
        """Whom, each with what they were."""
        return [self.proposed[pk] for pk in self.cleaned_data["person"]]


class ChangesForm(forms.Form):
    """What changed because there was this community."""

    text = forms.CharField(
        label=_("What changed"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A few sentences for somebody who has never heard of it."),
    )
    edits = EditsField()


class TransformForm(forms.Form):
    """Into which kind, why, and under which license it goes on."""

    archetype = forms.ChoiceField(label=_("What does it become?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: everybody in it reads it.")},
    )
    license = forms.ChoiceField(
        label=_("Begin an application for"),
        choices=[("full", _("a full license")), ("trial", _("a trial license"))],
        widget=forms.RadioSelect,
        initial="full",
    )

    def __init__(self, data: QueryDict | None = None, *, community: Community) -> None:
        super().__init__(data)
        kinds: Any = self.fields["archetype"]
        others = Archetype.names().items()
        kinds.choices = [(key, name) for key, name in others if key != community.archetype]


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 19
