"""After-action reviews and peer assists as guided forms: the questions, and the minutes of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandorla.core.ceremonies import part_minutes

if TYPE_CHECKING:
    from mandorla.work.models import Review

MOST_LESSONS: Final = 3  # of one review: more are not followed
QUESTIONS: Final = {
    "supposed": gettext_lazy("What was supposed to happen?"),
    "happened": gettext_lazy("What did happen?"),
    "why": gettext_lazy("Why was it different?"),
    "next_time": gettext_lazy("What do we do next time?"),
    "context": gettext_lazy("What is it about, and what has been tried?"),
    "questions": gettext_lazy("What do the peers want to know?"),
    "experience": gettext_lazy("What have the peers seen work, and which ways are open?"),
    "actions": gettext_lazy("What does the one who asked take along, and do next?"),
}
ADVICE: Final = {
    "supposed": gettext_lazy("The plan as it was known then, not as it looks now."),
    "happened": gettext_lazy("Facts in their order. Nobody is blamed."),
    "why": gettext_lazy("What made the difference, good and bad. Ask why once more."),
    "next_time": gettext_lazy("What to keep and what to change. Make at most three lessons of it."),
    "context": gettext_lazy("The one who asks speaks. Short, and with what is not known."),
    "questions": gettext_lazy("The peers ask; nobody gives advice yet."),
    "experience": gettext_lazy("The peers speak from what they did; the one who asks listens."),
    "actions": gettext_lazy("The one who asked says it in their own words, with a date."),
}


@dataclass(frozen=True)
class Part:
    """One part of a review: its question, how to hold it, and its minutes."""

    name: str
    question: str
    advice: str
    minutes: int
    said: str


def parts_of(review: Review) -> tuple[Part, ...]:
    """The parts of a review in their order, with what was said so far."""
    minutes = part_minutes(review.kind, minutes=review.minutes)
    return tuple(
        Part(
            name=name,
            question=str(QUESTIONS[name]),
            advice=_("{advice} {minutes}").format(
                advice=ADVICE[name],
                minutes=ngettext("{count} minute.", "{count} minutes.", taken).format(count=taken),
            ),
            minutes=taken,
            said=review.parts.get(name, ""),
        )
        for name, taken in minutes.items()
    )
