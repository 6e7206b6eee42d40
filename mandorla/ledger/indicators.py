"""What can be known of a community from its measures and stories."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from mandorla.base.indicators import Indicator

INDICATORS: Final = (
    Indicator(
        name="measures_complete",
        label=_("share of what is shared that has both measures"),
        unit="share",
        sentence=_("{part} of {of} shared expectations have a leading and an outcome measure."),
        otherwise=_("None of {of} shared expectations has a leading and an outcome measure."),
        unknown=_("No round has a result that may be shown yet, or nothing of it is shared."),
        page="ledger:measures",
    ),
    Indicator(
        name="stories_confirmed",
        label=_("stories whose gain was confirmed"),
        unit="count",
        sentence=_("Stories whose gain somebody who benefited has confirmed: {value}."),
        otherwise=_("Nobody who benefited has confirmed the gain of a story yet."),
        unknown=_("How many stories are confirmed is not known."),
        page="ledger:stories",
    ),
    Indicator(
        name="worth_confirmed",
        label=_("what is confirmed of what it brought"),
        unit="money",
        sentence=_(
            "Confirmed by those who benefited: {between}, as often more than {value} as less."
        ),
        unknown=_("No gain in money is confirmed yet in a story that everybody reads."),
        page="ledger:worth",
    ),
    Indicator(
        name="worth_to_organization",
        label=_("what is confirmed of what it brought to the organization"),
        unit="money",
        sentence=_("Confirmed gains of the organization: {between}."),
        unknown=_(
            "No gain in money of the organization is confirmed yet in a story that everybody reads."
        ),
        page="ledger:worth",
    ),
    Indicator(
        name="worth_to_members",
        label=_("what is confirmed of what it brought to the members"),
        unit="money",
        sentence=_("Confirmed gains of the members: {between}."),
        unknown=_(
            "No gain in money of the members is confirmed yet in a story that everybody reads."
        ),
        page="ledger:worth",
    ),
    Indicator(
        name="return_confirmed",
        label=_("return: what is confirmed less what it cost, by the cost"),
        unit="range",
        sentence=_("What is confirmed, less what was put in, is {between} of what was put in."),
        unknown=_("A return takes a gain that is confirmed and what was put in, both in money."),
        page="ledger:worth",
    ),
    Indicator(
        name="return_chance",
        label=_("odds that what is confirmed is more than it cost"),
        unit="range",
        sentence=_("Odds that what is confirmed is more than what was put in: {between}."),
        unknown=_("These odds take a gain that is confirmed and what was put in, both in money."),
        page="ledger:worth",
    ),
    Indicator(
        name="outcome_odds",
        label=_("odds of its outcomes to be at their targets on their days"),
        unit="range",
        sentence=_("Odds of {part} of {of} outcomes to be at their targets in time: {between}."),
        unknown=_("No outcome has odds: that takes eight readings, and a day that is ahead."),
        page="ledger:measures",
    ),
    Indicator(
        name="value_realized",
        label=_("value is confirmed or measured"),
        unit="yes",
        sentence=_("A gain is confirmed by who benefited, or an outcome is read at its target."),
        otherwise=_("No gain is confirmed yet, and no outcome was last read at its target."),
        unknown=_("Whether value is there is not known."),
        page="ledger:measures",
    ),
)
