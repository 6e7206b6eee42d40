"""What can happen to insights and to what people take back, each as a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

VERBS = [
    Verb(
        "insight.brought",
        _("{by} brought an insight from {unit}."),
        _("What a conversation in a unit brought waits for the next gathering."),
        personal=True,
    ),
    Verb(
        "insight.heard",
        _("{by} noted that an insight from {unit} was heard."),
        _("A gathering listened to an insight."),
    ),
    Verb(
        "insight.answered",
        _("{by} answered an insight from {unit}: {kind}."),
        _("Leadership said what becomes of an insight."),
    ),
    Verb(
        "insight.added_to",
        _("{by} said more about an insight from {unit}."),
        _("An insight that was asked about again waits again."),
        personal=True,
    ),
    Verb(
        "take_back.written",
        _("{by} wrote what is taken back from the gathering of {day}."),
        _("Those who were there have a short text for their units."),
    ),
    Verb(
        "take_back.talked_about",
        _("{by} talked about what was taken back from the gathering of {day}."),
        _("Somebody carried a gathering into their unit."),
        personal=True,
    ),
    Verb(
        "take_back.not_talked_about",
        _("{by} had not talked about what was taken back from the gathering of {day}."),
        _("Somebody took back that they carried a gathering into their unit."),
        personal=True,
    ),
]
