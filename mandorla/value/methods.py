"""How a round is weighed, why it is held, and what is said of an answer that does not count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from mandorla.core.ballot import Invalid

METHODS = {
    "points": gettext_lazy("100 points"),
    "best_worst": gettext_lazy("best and worst"),
    "facilitated": gettext_lazy("agreed in a gathering"),
}
REASONS = {
    "founding": gettext_lazy("nothing was weighed before"),
    "six_months": gettext_lazy("six months after the first round"),
    "yearly": gettext_lazy("a year after the last round"),
    "sponsor": gettext_lazy("the sponsor changed"),
    "archetype": gettext_lazy("the archetype changed"),
    "objective": gettext_lazy("an objective it serves changed"),
    "asked": gettext_lazy("somebody asked for it"),
    "survey": gettext_lazy("answers from a survey of your own"),
}
FEW_PEOPLE: Final = 8  # fewer weigh better together than in a survey
FEW_ITEMS: Final = 8  # as many can be weighed by points


def default_methods(*, items: int, people: int) -> dict[str, str]:
    """The method that suits each side.

    Args:
        items: How many expectations are weighed.
        people: How many people may vote on the members' side.
    """
    if people < FEW_PEOPLE:
        members = "facilitated"
    else:
        members = "points" if items <= FEW_ITEMS else "best_worst"
    return {"organization": "points", "members": members}


def wrong_in_words(wrong: Invalid) -> str:
    """Why an answer cannot be counted, as a sentence for the person who gave it."""
    sentences = {
        "missing": _("Weigh every expectation."),
        "negative": _("Points are 0 or more."),
        "too_many": _("At most 60 points go to one expectation; here it is {value}."),
        "sum": _("The points have to make 100 together; here they make {value}."),
        "delivery": _("What is delivered so far is rated from 0 to 10."),
        "picks": _("Pick one best and one worst on every screen."),
    }
    return sentences[wrong.code].format(value=wrong.value)
