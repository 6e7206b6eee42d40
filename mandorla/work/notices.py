"""What people are told of the work of communities: what became of what they did for it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.notices import Notice

NOTICES = [
    Notice(
        "insight.answered",
        _("Leadership answered what you brought from {unit}: {answer}."),
        _("To who brought an insight, with each answer."),
    ),
    Notice(
        "question.answered",
        _("{community} answered what you asked: “{text}”"),
        _("To who put a question or a request to a community."),
    ),
    Notice(
        "question.declined",
        _("{community} does not take up what you asked: “{text}”"),
        _("To who put a question or a request to a community."),
    ),
    Notice(
        "ask.answered",
        _("{name} answered your ask: “{text}”"),
        _("To who asked for a hand, with each answer."),
    ),
    Notice(
        "answer.thanked",
        _("{name} thanks you for your answer to “{text}”"),
        _("To who answered an ask."),
    ),
    Notice(
        "ask.solved",
        _("What you helped with is solved: “{text}”"),
        _("To those who answered an ask, when who asked says that it is solved."),
    ),
    Notice(
        "lesson.handed_over",
        _("{name} asks you to see to a lesson: “{text}”"),
        _("To the new owner of a lesson."),
    ),
]
