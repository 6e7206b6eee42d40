"""What management puts to a community, and what it answers, made clean."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from mandorla.base.days import DayField
from mandorla.base.sent_once import KeyField
from mandorla.work.models.question import KINDS, LONGEST, LONGEST_ANSWER
from mandorla.work.models.saying import LONGEST_DETAIL


class AskForm(forms.Form):
    """A question or a request."""

    kind = forms.ChoiceField(
        label=gettext_lazy("It is"),
        choices=list(KINDS.items()),
        initial="question",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether it is a question or a request.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What do you ask of them?"),
        help_text=gettext_lazy("In one line. It lies in their next agenda, with your name."),
        max_length=LONGEST,
        error_messages={
            "required": gettext_lazy("Say what you ask of them."),
            "max_length": gettext_lazy("At most 300 characters; the rest goes below."),
        },
    )
    detail = forms.CharField(
        label=gettext_lazy("What helps to answer it"),
        required=False,
        max_length=LONGEST_DETAIL,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": gettext_lazy("At most 4,000 characters.")},
    )
    wanted_on = DayField(label=gettext_lazy("An answer helps until"), required=False)
    key = KeyField()


class ReplyForm(forms.Form):
    """What the community answers, or why it does not take it up."""

    verb = forms.ChoiceField(
        label=gettext_lazy("What do you say to it?"),
        choices=[
            ("reply", gettext_lazy("We answer it")),
            ("decline", gettext_lazy("We do not take it up")),
        ],
        initial="reply",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether you answer or decline.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Your answer, or why you do not take it up"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy("Say what you answer, or why you do not take it up."),
            "max_length": gettext_lazy("At most 4,000 characters."),
        },
    )
