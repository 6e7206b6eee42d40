"""What a community that ends leaves to another one, each as a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

VERBS = [
    Verb(
        "issue.passed_on",
        _("{by} left an issue to {heir}."),
        _("A community that ends leaves an issue to another one."),
    ),
    Verb(
        "issue.inherited",
        _("{by} took an issue over from {origin}."),
        _("The same, in the history of the other one."),
    ),
    Verb(
        "problem.passed_on",
        _("{by} left a problem to {heir}: “{about}”"),
        _("A community that ends leaves a problem to another one."),
    ),
    Verb(
        "problem.inherited",
        _("{by} took a problem over from {origin}: “{about}”"),
        _("The same, in the history of the other one."),
    ),
    Verb(
        "question.passed_on",
        _("{by} left a question to {heir}."),
        _("A community that ends leaves a question to another one."),
    ),
    Verb(
        "question.inherited",
        _("{by} took a question over from {origin}."),
        _("The same, in the history of the other one."),
    ),
    Verb(
        "ask.passed_on",
        _("{by} left an ask to {heir}."),
        _("A community that ends leaves an ask to another one."),
    ),
    Verb(
        "ask.inherited",
        _("{by} took an ask over from {origin}."),
        _("The same, in the history of the other one."),
    ),
    Verb(
        "lesson.passed_on",
        _("{by} left a lesson to {heir}: “{about}”"),
        _("A community that ends leaves a lesson to another one."),
    ),
    Verb(
        "lesson.inherited",
        _("{by} took a lesson over from {origin}: “{about}”"),
        _("The same, in the history of the other one."),
    ),
    Verb(
        "ask.retired",
        _("{by} closed an ask, because the community ends."),
        _("Nobody could help before the community ended; who asked reads why."),
    ),
]
