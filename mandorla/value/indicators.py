"""What can be known of a community from what both sides weighed, and from what it serves."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from mandorla.base.indicators import Indicator

VALUE: Final = "value:value"
STATEMENTS: Final = "value:statements"
EXPECTATIONS: Final = "value:expectations"
NO_ROUND: Final = _("No round has been closed yet.")
NO_RESULT: Final = _("No round has a result that may be shown yet.")
NO_STATEMENT: Final = _("No value statement is signed by both sides yet.")
NOTHING_SERVED: Final = _("No expectation says yet which objective it serves.")

OF_ROUNDS: Final = (
    Indicator(
        name="organization_elicited",
        label=_("the organization has weighed"),
        unit="yes",
        sentence=_("The organization has weighed what it expects."),
        otherwise=_("The organization has not weighed what it expects."),
        unknown=_("Whether the organization has weighed is not known."),
        page=VALUE,
    ),
    Indicator(
        name="members_elicited",
        label=_("the members have weighed"),
        unit="yes",
        sentence=_("The members have weighed what they expect."),
        otherwise=_("The members have not weighed what they expect."),
        unknown=_("Whether the members have weighed is not known."),
        page=VALUE,
    ),
    Indicator(
        name="overlap",
        label=_("overlap"),
        unit="share",
        sentence=_("Both sides share {value} of the weight (80% interval {low} to {high})."),
        unknown=NO_RESULT,
        page=VALUE,
    ),
    Indicator(
        name="overlap_high",
        label=_("upper end of the overlap's 80% interval"),
        unit="share",
        sentence=_("The overlap may be as high as {value}."),
        unknown=_("No shown round has an interval: that takes five members who weigh one by one."),
        page=VALUE,
    ),
    Indicator(
        name="overlap_change",
        label=_("change of the overlap since the round before"),
        unit="points",
        sentence=_("The overlap changed by {value} since the round before ({low} to {high})."),
        otherwise=_("Whether the overlap changed since the round before cannot be told."),
        unknown=_("There are no two shown rounds with the same expectations and methods."),
        page=VALUE,
    ),
    Indicator(
        name="member_response",
        label=_("members who answered the newest round"),
        unit="share",
        sentence=_("{part} of {of} members answered the newest round."),
        unknown=_("No round has been closed in which five members or more were asked one by one."),
        page=VALUE,
    ),
    Indicator(
        name="members_covered",
        label=_("members who find one of their top three among what is shared"),
        unit="share",
        sentence=_("About {value} of the members find one of their top three in what is shared."),
        unknown=NO_RESULT,
        page=VALUE,
    ),
    Indicator(
        name="elicited_days",
        label=_("days since a round was closed"),
        unit="days",
        sentence=_("The newest round was closed {value} days ago."),
        otherwise=_("The newest round was closed today."),
        unknown=NO_ROUND,
        page=VALUE,
    ),
    Indicator(
        name="round_due",
        label=_("what was weighed is out of date"),
        unit="yes",
        sentence=_("What was weighed is out of date: another round is due."),
        otherwise=_("What was weighed still stands."),
        unknown=NO_ROUND,
        page=VALUE,
    ),
    Indicator(
        name="shared_items",
        label=_("expectations that both sides share"),
        unit="count",
        sentence=_("Expectations that both sides share: {value}."),
        otherwise=_("Both sides share no expectation."),
        unknown=NO_RESULT,
        page=VALUE,
    ),
    Indicator(
        name="tensions_discussed",
        label=_("the tensions of the newest round were talked about"),
        unit="yes",
        sentence=_("Both sides agreed on something for a tension of the newest round."),
        otherwise=_("Nothing was agreed for the tensions of the newest round."),
        unknown=NO_RESULT,
        page=VALUE,
    ),
    Indicator(
        name="response_falling",
        label=_("fewer members answered two rounds in a row"),
        unit="yes",
        sentence=_("A smaller share of the members answered two rounds in a row."),
        otherwise=_("The share of members who answer does not keep falling."),
        unknown=_("It takes three closed rounds in each of which five members were asked."),
        page=VALUE,
    ),
    Indicator(
        name="delivery_to_members",
        label=_("how much of what they weighed members get so far"),
        unit="share",
        sentence=_("Members say that they get {value} of what they weighed."),
        otherwise=_("Members say that they get nothing of what they weighed."),
        unknown=_("Five members or more have to say how much they get so far."),
        page=VALUE,
    ),
)
OF_STATEMENTS: Final = (
    Indicator(
        name="statement_signed",
        label=_("a value statement is signed by both sides"),
        unit="yes",
        sentence=_("Both sides have signed a value statement."),
        otherwise=NO_STATEMENT,
        unknown=_("Whether a value statement is signed is not known."),
        page=STATEMENTS,
    ),
    Indicator(
        name="statement_days",
        label=_("days since the value statement was signed"),
        unit="days",
        sentence=_("Its value statement was signed {value} days ago."),
        otherwise=_("Its value statement was signed today."),
        unknown=NO_STATEMENT,
        page=STATEMENTS,
    ),
    Indicator(
        name="statement_past",
        label=_("the value statement is past its day"),
        unit="yes",
        sentence=_("Its value statement is past the day until which it is valid."),
        otherwise=_("Its value statement is valid."),
        unknown=NO_STATEMENT,
        page=STATEMENTS,
    ),
)
OF_OBJECTIVES: Final = (
    Indicator(
        name="objectives_served",
        label=_("objectives it serves"),
        unit="count",
        sentence=_("Objectives of the organization it serves: {value}."),
        otherwise=_("It serves no objective of the organization that is pursued now."),
        unknown=_("Which objectives it serves is not known."),
        page=EXPECTATIONS,
    ),
    Indicator(
        name="objectives_met",
        label=_("all objectives it serves are over"),
        unit="yes",
        sentence=_("Every objective it serves is retired or past its last day."),
        otherwise=_("An objective it serves is pursued now."),
        unknown=NOTHING_SERVED,
        page=EXPECTATIONS,
    ),
    Indicator(
        name="change_finished",
        label=_("the change it was founded for is over"),
        unit="yes",
        sentence=_("The change it was founded for is over: so is every objective it serves."),
        otherwise=_("The change it was founded for goes on."),
        unknown=_("It is no group of change champions, or serves no objective."),
        page=EXPECTATIONS,
    ),
)
INDICATORS: Final = (*OF_ROUNDS, *OF_STATEMENTS, *OF_OBJECTIVES)
