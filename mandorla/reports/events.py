"""What can happen to what people take with them, as sentences that name nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

VERBS = [
    Verb(
        "brought.shared",
        _("{by} made a link to what they brought."),
        _("Somebody made a link to their own page that ends; who is not told."),
        personal=True,
    ),
    Verb(
        "brought.unshared",
        _("{by} ended a link to what they brought."),
        _("A link stopped working before its day."),
        personal=True,
    ),
    Verb(
        "paper.signed",
        _("{by} took a signed paper of what they brought."),
        _("The instance's key signed a PDF for the person it tells of."),
        personal=True,
    ),
    Verb(
        "badges.signed",
        _("{by} took badges for what they brought."),
        _("The instance's key signed Open Badges for the person they tell of."),
        personal=True,
    ),
]
