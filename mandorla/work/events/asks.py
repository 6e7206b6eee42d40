"""What can happen to asks, each as a sentence. Asking and helping are one's own acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

VERBS = [
    Verb(
        "ask.opened",
        _("{by} asked for a hand."),
        _("Somebody needs a hand, openly or from a few."),
        personal=True,
    ),
    Verb(
        "ask.answered",
        _("{by} answered somebody who asked for a hand."),
        _("Somebody said what they know about an ask."),
        personal=True,
    ),
    Verb(
        "ask.thanked",
        _("{by} thanked for an answer."),
        _("Who asked said thank you."),
        personal=True,
    ),
    Verb(
        "ask.solved",
        _("{by} has what they asked for."),
        _("An ask is solved."),
        personal=True,
    ),
    Verb(
        "ask.given_up",
        _("{by} no longer looks for a hand."),
        _("An ask ended without being solved."),
        personal=True,
    ),
    Verb(
        "ask.reopened",
        _("{by} asked for a hand again."),
        _("An ask that had ended is open again."),
        personal=True,
    ),
]
