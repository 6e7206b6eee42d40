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
        "ask.put",
        _("{name} asks for a hand in your name: “{text}”"),
        _("To in whose name somebody else wrote down an ask, while a gathering ran."),
    ),
    Notice(
        "ask.retired",
        _("{community} ends, and nobody could help you yet: “{text}”"),
        _("To who asked for a hand, when the community ends before it is solved."),
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
        "issue.gathered",
        _("What you surfaced is a part of a common problem: “{text}”"),
        _("To who surfaced an issue, also without a name, once for each problem."),
    ),
    Notice(
        "issue.solved",
        _("What you surfaced is solved: “{text}”"),
        _("To who surfaced an issue, also without a name, when it or its problem is solved."),
    ),
    Notice(
        "problem.given",
        _("{name} asks you to look after a problem: “{text}”"),
        _("To who is to look after a problem."),
    ),
    Notice(
        "rollout.given",
        _("{name} asks you to see to it in {unit}: “{text}”"),
        _("To who is to see to a solution in a unit."),
    ),
    Notice(
        "lesson.handed_over",
        _("{name} asks you to see to a lesson: “{text}”"),
        _("To who is to see to a lesson that somebody else wrote down or saw to."),
    ),
]
