"""Form fields in which people are named as one would in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from mandorla.people.models import Person

if TYPE_CHECKING:
    from mandorla.people.models.person_queries import PersonQuerySet

LONGEST = 150


def one_named(name: str, *, people: PersonQuerySet) -> Person:
    """The one person who is called so, or whose name begins so in each word.

    Args:
        name: A name, or the beginnings of its words.
        people: Among whom.

    Raises:
        ValidationError: Nobody is called so, or more than one.
    """
    found = list(people.named(name)[:2]) or list(people.named_like(name).listed()[:2])
    if not found:
        raise forms.ValidationError(_("Nobody here is called “{name}”.").format(name=name))
    if len(found) > 1:
        sentence = _("More than one person is called “{name}”: write the whole name.")
        raise forms.ValidationError(sentence.format(name=name))
    return found[0]


class NamedField(forms.CharField):
    """Somebody, by name; None when nobody is named."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST, **kwargs})
        self.people: PersonQuerySet = Person.objects.filter(is_active=True)

    def clean(self, value: Any) -> Person | None:
        """The person who is called so."""
        name = super().clean(value)
        return one_named(name, people=self.people) if name else None


class SeveralNamedField(forms.CharField):
    """Some people, by name, with commas between them."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST * most, "required": False, **kwargs})
        self.most = most
        self.people: PersonQuerySet = Person.objects.filter(is_active=True)

    def clean(self, value: Any) -> list[Person]:
        """The people who are called so; one more than the most, so that a verb can refuse."""
        names = [name.strip() for name in super().clean(value).split(",") if name.strip()]
        return [one_named(name, people=self.people) for name in names[: self.most + 1]]
