"""What to do next time, and what was said when a community looked back, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from mandorla.base.days import DayField
from mandorla.base.edits import EditsField
from mandorla.base.sent_once import KeyField
from mandorla.people.naming import NamedField
from mandorla.work.models import lesson, review

if TYPE_CHECKING:
    from mandorla.work.reviews import Part


def _day(label: Any) -> DayField:
    return DayField(label=label, error_messages={"required": gettext_lazy("Choose a day.")})


def _text() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("What do we do next time?"),
        help_text=gettext_lazy("One line that somebody who was not there can follow."),
        max_length=lesson.LONGEST,
        error_messages={
            "required": gettext_lazy("Say what you do next time."),
            "max_length": gettext_lazy("At most 300 characters; the rest goes below."),
        },
    )


def _detail() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("More about it"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": gettext_lazy("At most 4,000 characters.")},
    )


class LessonForm(forms.Form):
    """A lesson, who sees to it, and when somebody looks at it again."""

    text = _text()
    detail = _detail()
    owner = NamedField(
        label=gettext_lazy("Who sees to it"),
        help_text=gettext_lazy("A name. Empty: you."),
        required=False,
    )
    look_again_on = _day(gettext_lazy("Look at it again by"))
    changed = forms.CharField(
        label=gettext_lazy("Which process, form or rule it changed already"),
        required=False,
        max_length=lesson.LONGEST,
    )
    key = KeyField()


class RewordForm(forms.Form):
    """What a lesson says from now on."""

    text = _text()
    detail = _detail()


class LookForm(forms.Form):
    """When somebody looks at it again."""

    look_again_on = _day(gettext_lazy("When should somebody look at it again?"))


class ChangeForm(forms.Form):
    """What is done otherwise because of it."""

    changed = forms.CharField(
        label=gettext_lazy("Which process, form or rule is different now?"),
        max_length=lesson.LONGEST,
        error_messages={
            "required": gettext_lazy("Say which process, form or rule is different now."),
            "max_length": gettext_lazy("At most 300 characters."),
        },
    )


class OwnerForm(forms.Form):
    """Who sees to it from now on."""

    owner = NamedField(
        label=gettext_lazy("Who sees to it from now on?"),
        error_messages={"required": gettext_lazy("Say who sees to it.")},
    )


class RetireForm(forms.Form):
    """Why it no longer holds."""

    because = forms.CharField(
        label=gettext_lazy("Why does it no longer hold?"),
        max_length=300,
        error_messages={
            "required": gettext_lazy("Say why it no longer holds."),
            "max_length": gettext_lazy("At most 300 characters."),
        },
    )


class BeginForm(forms.Form):
    """What a community looks at together."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Which kind?"),
        choices=[
            ("after_action", gettext_lazy("After-action review: look back on work that is done")),
            ("peer_assist", gettext_lazy("Peer assist: ask peers before the work begins")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose which kind it is.")},
    )
    title = forms.CharField(
        label=gettext_lazy("What is it about?"),
        max_length=review.LONGEST,
        error_messages={
            "required": gettext_lazy("Say what it is about."),
            "max_length": gettext_lazy("At most 150 characters."),
        },
    )
    held_on = _day(gettext_lazy("When"))
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        min_value=15,
        max_value=480,
        initial=45,
        help_text=gettext_lazy("Looking back: 20 to 45. Asking peers: 60 to 90."),
        error_messages={
            "min_value": gettext_lazy("Take at least 15 minutes."),
            "max_value": gettext_lazy("Take at most eight hours."),
        },
    )


class PartsForm(forms.Form):
    """What was said, part by part."""

    edits = EditsField()

    def __init__(self, *args: Any, parts: tuple[Part, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        for part in parts:
            self.fields[part.name] = forms.CharField(
                label=part.question,
                help_text=part.advice,
                required=False,
                max_length=review.LONGEST_PART,
                widget=forms.Textarea(attrs={"rows": 4}),
                error_messages={"max_length": gettext_lazy("At most 4,000 characters.")},
            )

    @property
    def said(self) -> dict[str, str]:
        """The words by the name of the part."""
        return {part.name: self.cleaned_data[part.name] for part in self.parts}
