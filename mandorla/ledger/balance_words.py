"""What a balance says, in sentences, and how sums and shares of it are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from decimal import Decimal

    from mandorla.ledger.balancing import Balanced


def money(amount: Decimal, currency: str) -> str:
    """A sum as it is said: "EUR 1,200"."""
    return f"{currency} {amount:,.0f}"


def percent(share: float) -> str:
    """A share as it is said; nothing that is there is said to be 0%, nor a part to be all."""
    if 0 < share < 0.005:
        return _("under 1%")
    return _("over 99%") if 0.995 <= share < 1 else f"{share:.0%}"


def lede_of(found: Balanced) -> str:
    """What is true of the balance, as a sentence."""
    shares, words = found.actual.shares, found.period.words
    if shares is not None:
        sentence = _(
            "In {period} the organization gave {given} ({share}), and the members {other} ({rest})."
        )
        return sentence.format(
            period=words,
            given=money(found.actual.sides["organization"].worth, found.base),
            share=percent(shares["organization"]),
            other=money(found.actual.sides["members"].worth, found.base),
            rest=percent(shares["members"]),
        )
    if found.actual.whole.rows:
        sentence = ngettext(
            "In {period} {count} thing was given, and what it is worth is not known.",
            "In {period} {count} things were given, and what they are worth is not known.",
            found.actual.whole.rows,
        )
        return sentence.format(period=words, count=found.actual.whole.rows)
    return _("What was given in {period} is not written down yet.").format(period=words)


def warnings_of(found: Balanced) -> list[str]:
    """What is to be thought about: that a side gives nearly all of it."""
    said = {
        ("actual", "organization"): _(
            "The organization gives more than 80% of it. Find out whether members gain too little "
            "to put in their own time, or whether their hours are only not written down."
        ),
        ("actual", "members"): _(
            "The members give more than 80% of it. Ask the sponsors what the organization can put "
            "in: working time, a budget, somebody who helps."
        ),
        ("planned", "organization"): _(
            "By plan the organization gives more than 80%. What are the members to put in?"
        ),
        ("planned", "members"): _(
            "By plan the members give more than 80%. What is the organization to put in?"
        ),
    }
    heavy = (("actual", found.actual.heavy), ("planned", found.planned.heavy))
    return [said[state, side] for state, side in heavy if side]
