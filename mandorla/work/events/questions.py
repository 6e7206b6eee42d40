"""What can happen to what management asks of a community, each as a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

VERBS = [
    Verb(
        "question.asked",
        _("{by} asked the community: “{about}”"),
        _("Management put a question or a request to a community."),
    ),
    Verb(
        "question.answered",
        _("{by} answered: “{about}”"),
        _("The community answered what management asked."),
    ),
    Verb(
        "question.declined",
        _("{by} declined: “{about}”"),
        _("The community does not take up what management asked, with the reason."),
    ),
    Verb(
        "question.withdrawn",
        _("{by} withdrew: “{about}”"),
        _("Management no longer needs an answer."),
    ),
]
