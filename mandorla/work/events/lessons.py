"""What can happen to lessons and reviews, each as a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

VERBS = [
    Verb(
        "lesson.kept",
        _("{by} kept a lesson: “{about}”"),
        _("Something is to be done otherwise next time."),
    ),
    Verb(
        "lesson.confirmed",
        _("{by} looked at a lesson again, until {day}: “{about}”"),
        _("A lesson still holds."),
    ),
    Verb(
        "lesson.reworded",
        _("{by} worded a lesson anew: “{about}”"),
        _("A lesson says something else."),
    ),
    Verb(
        "lesson.handed_over",
        _("{by}: {owner} sees to the lesson “{about}”"),
        _("A lesson has another owner."),
    ),
    Verb(
        "lesson.learned",
        _("{by}: “{about}” changed {changed}"),
        _("A lesson changed how something is done."),
    ),
    Verb(
        "lesson.retired",
        _("{by} retired a lesson: “{about}” ({because})"),
        _("A lesson no longer holds, with the reason."),
    ),
    Verb(
        "lesson.restored",
        _("{by} took a lesson up again: “{about}”"),
        _("A retired lesson holds again."),
    ),
    Verb(
        "review.begun",
        _("{by} began to look at something together."),
        _("A community looks back, or asks peers first. At what is for those in it."),
    ),
]
