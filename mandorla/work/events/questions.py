"""What can happen to what management asks of a community, each as a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

VERBS = [
    Verb(
        "question.asked",
        _("{by} put something to the community."),
        _("Management asks for something. What it is is for those in the community."),
    ),
    Verb(
        "question.answered",
        _("{by} answered what management asked."),
        _("The community answered what management asked."),
    ),
    Verb(
        "question.declined",
        _("{by} declined what management asked."),
        _("The community does not take it up. The reason is for those in it, and for who asked."),
    ),
    Verb(
        "question.withdrawn",
        _("{by} withdrew what was asked of the community."),
        _("Management no longer needs an answer."),
    ),
]
