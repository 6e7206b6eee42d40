"""What people take on and what becomes of it, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from mandorla.base.days import DayField
from mandorla.communities.models import Membership
from mandorla.people.models import Person

if TYPE_CHECKING:
    from mandorla.communities.models import Community


def _day() -> DayField:
    return DayField(label=gettext_lazy("By"))


def _owner() -> forms.ModelChoiceField[Person]:
    return forms.ModelChoiceField(
        label=gettext_lazy("Who"), queryset=Person.objects.none(), empty_label=None
    )


def _people(community: Community) -> Any:
    here = Membership.objects.current().filter(community=community).values("person")
    return Person.objects.filter(is_active=True, pk__in=here).listed()


class MakeForm(forms.Form):
    """What somebody will do, who, and by when."""

    text = forms.CharField(label=gettext_lazy("What"), max_length=200)
    owner = _owner()
    due_on = _day()

    def __init__(self, data: Any, *, community: Community, reader: Person) -> None:
        super().__init__(data, initial={"owner": reader.pk})
        self.fields["owner"].queryset = _people(community)  # type: ignore[attr-defined]


class FinishForm(forms.Form):
    """What came of it."""

    came_of_it = forms.CharField(
        label=gettext_lazy("What came of it"),
        help_text=gettext_lazy("In a line, for the next digest."),
        max_length=300,
        required=False,
    )


class DropForm(forms.Form):
    """Why nobody does it."""

    because = forms.CharField(label=gettext_lazy("Why it is dropped"), max_length=300)


class PostponeForm(forms.Form):
    """Another day."""

    due_on = _day()


class HandOverForm(forms.Form):
    """Somebody else."""

    owner = _owner()

    def __init__(self, data: Any, *, community: Community) -> None:
        super().__init__(data)
        self.fields["owner"].queryset = _people(community)  # type: ignore[attr-defined]


class ReopenForm(forms.Form):
    """Nothing more to say."""
