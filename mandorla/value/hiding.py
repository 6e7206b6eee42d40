"""Why the figures of a round are not shown, as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from mandorla.value.shown import ShownRound


def why_hidden(shown: ShownRound) -> str:
    """Why a round's figures are not shown, and what is shown instead."""
    number, count = shown.elicitation.number, shown.respondents
    said = {
        "too_few": ngettext(
            "{count} answer in round {number}: shown from {needed}.",
            "{count} answers in round {number}: shown from {needed}.",
            count,
        ),
        "no_organization": _(
            "Nobody answered for the organization in round {number}, so there is nothing to lay "
            "over what the members said."
        ),
        "no_members": _(
            "In round {number} the members did not record what they agreed on, so there is "
            "nothing to lay over what the organization said."
        ),
        "close_to_earlier": "",
        "": "",
    }[shown.why_hidden].format(count=count, number=number, needed=shown.needed)
    if shown.why_hidden == "close_to_earlier":
        return _close_to_earlier(shown)
    if shown.instead:
        said += " " + _("The figures of round {number} stay up.").format(
            number=shown.instead.elicitation.number
        )
    return said


def _close_to_earlier(shown: ShownRound) -> str:
    """Too much like an earlier round: the difference would be the answers of a few people."""
    if shown.instead is None:
        return _(
            "{count} answered in round {number}. Together with what was shown before that would "
            "give away what a few of them said, so its figures are not shown."
        ).format(count=shown.respondents, number=shown.elicitation.number)
    more = shown.respondents - shown.instead.respondents
    if more > 0:
        said = _("{count} answered in round {number}, {more} more than in round {earlier}.")
    elif more < 0:
        said = _("{count} answered in round {number}, {more} fewer than in round {earlier}.")
    else:
        said = _("{count} answered in round {number}, as many as in round {earlier}.")
    if abs(more) == 1:
        why = _(
            "To keep that one person's answer unknown the figures of round {earlier} stay up "
            "until at least {needed} more or fewer have answered."
        )
    else:
        why = _(
            "To keep the answers of those who differ unknown the figures of round {earlier} stay "
            "up until at least {needed} more or fewer have answered."
        )
    return f"{said} {why}".format(
        count=shown.respondents,
        number=shown.elicitation.number,
        more=abs(more),
        earlier=shown.instead.elicitation.number,
        needed=shown.needed,
    )
