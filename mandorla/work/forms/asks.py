"""What somebody needs a hand with, what others know, and who can help with what, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from mandorla.base.sent_once import KeyField
from mandorla.base.ticked import Ticked
from mandorla.people.models import Person
from mandorla.people.naming import SeveralNamedField
from mandorla.work.models import answer, expertise
from mandorla.work.models.ask import A_FEW, LONGEST
from mandorla.work.models.saying import LONGEST_DETAIL

if TYPE_CHECKING:
    from django.http import QueryDict


class AskForm(forms.Form):
    """What somebody needs a hand with, and of whom they ask it."""

    text = forms.CharField(
        label=gettext_lazy("What do you need a hand with?"),
        help_text=gettext_lazy("In one line, with your name beside it."),
        max_length=LONGEST,
        error_messages={
            "required": gettext_lazy("Say what you need a hand with."),
            "max_length": gettext_lazy("At most 200 characters; the rest goes below."),
        },
    )
    detail = forms.CharField(
        label=gettext_lazy("What helps to help"),
        required=False,
        max_length=LONGEST_DETAIL,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": gettext_lazy("At most 4,000 characters.")},
    )
    of = Ticked(queryset=Person.objects.none(), required=False)
    names = SeveralNamedField(
        label=gettext_lazy("Only of a few, by name"),
        help_text=gettext_lazy("Names with commas between them. Empty: everybody can answer."),
        most=A_FEW,
    )
    key = KeyField()

    def __init__(self, data: QueryDict | None = None, *, asker: Person, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        others = Person.objects.visible_to(asker).exclude(pk=asker.pk)
        self.fields["of"].queryset = others  # type: ignore[attr-defined]
        self.fields["names"].people = others  # type: ignore[attr-defined]

    @property
    def asked_of(self) -> list[Person]:
        """Whom they ask; nobody: everybody."""
        chosen = {person.pk: person for person in self.cleaned_data["of"]}
        return list({**chosen, **{one.pk: one for one in self.cleaned_data["names"]}}.values())


class AnswerForm(forms.Form):
    """What somebody knows."""

    text = forms.CharField(
        label=gettext_lazy("What do you know?"),
        max_length=answer.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy("Say what you know."),
            "max_length": gettext_lazy("At most 4,000 characters."),
        },
    )
    key = KeyField()

    def __init__(self, data: QueryDict | None = None, *, asks: bool, **kwargs: Any) -> None:
        """Who asked adds to the ask; everybody else answers."""
        super().__init__(data, **kwargs)
        if asks:
            self.fields["text"].label = gettext_lazy("What do you want to add?")


class EndForm(forms.Form):
    """What came of an ask."""

    verb = forms.ChoiceField(choices=[("solve", ""), ("give_up", ""), ("reopen", "")])
    came_of_it = forms.CharField(
        label=gettext_lazy("What helped, in a line"),
        required=False,
        max_length=300,
        error_messages={"max_length": gettext_lazy("At most 300 characters.")},
    )


class ExpertiseForm(forms.Form):
    """What somebody can help with."""

    text = forms.CharField(
        label=gettext_lazy("I can help with"),
        help_text=gettext_lazy("A word or a few, such as “price lists” or “C#”."),
        max_length=expertise.LONGEST,
        error_messages={
            "required": gettext_lazy("Say what you can help with."),
            "max_length": gettext_lazy("At most 80 characters: a word or a few."),
        },
    )
