"""The questions of a review: what no figure answers, and leaders and core answer together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

QUESTIONS: Final[Mapping[str, _StrPromise]] = {
    "line": _("In one line: what happened, and what comes next?"),
    "leading": _(
        "Are those who lead it still the right ones, and do they want to go on? If not, who could "
        "take over?"
    ),
    "growing": _("Is the group growing, shrinking or standing still, and is that right for it?"),
    "missing": _("Who is missing?"),
    "help": _("Where do you need help, and from whom?"),
    "proud": _("What are you proud of?"),
    "go_on": _("Should it go on at all? What would be lost if it ended?"),
}
ASKED: Final[Mapping[str, tuple[str, ...]]] = {  # by the kind of the review
    "light": ("line",),
    "quarterly": ("proud", "growing", "help"),
    "renewal": ("leading", "growing", "missing", "help", "proud", "go_on"),
}
NUMBERS: Final[Mapping[str, int]] = {"light": 1, "quarterly": 3, "renewal": 3}
STORIES: Final[Mapping[str, int]] = {"light": 0, "quarterly": 2, "renewal": 2}


def asked_in(kind: str) -> list[dict[str, str]]:
    """The questions of a kind of review as a new one keeps them: in words, without an answer."""
    return [
        {"name": name, "question": str(QUESTIONS[name]), "answer": ""}
        for name in ASKED.get(kind, ())
    ]
