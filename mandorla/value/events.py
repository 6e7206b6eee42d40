"""What can happen on the way to a shared value, each as a sentence.

A ballot leaves no event: the order of events would tell whose ballot came when.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

VERBS = [
    Verb(
        "suggestion.said",
        _("{by} said for the organization what is expected: “{text}”"),
        _("A sponsor said in their own words what the organization expects."),
    ),
    Verb(
        "suggestion.set_aside",
        _("{by} set {number} of the suggestions aside."),
        _("What somebody said in their own words is not weighed."),
    ),
    Verb(
        "expectation.chosen",
        _("{by} put “{about}” among the expectations."),
        _("An expectation is weighed from the next round on."),
    ),
    Verb(
        "expectation.merged",
        _("{by} took {number} of the suggestions up under “{about}”."),
        _("What people said in their own words is the same as an expectation."),
    ),
    Verb(
        "expectation.reworded",
        _("{by} worded the expectation “{about}” anew."),
        _("An expectation has another wording from the next round on."),
    ),
    Verb(
        "expectation.moved",
        _("{by} moved “{about}” among the expectations."),
        _("The expectations stand in another order from now on."),
    ),
    Verb(
        "expectation.serves",
        _("{by} said what “{about}” serves: {objectives}."),
        _("An expectation serves objectives of the organization, or none."),
    ),
    Verb(
        "expectation.dropped",
        _("{by} dropped “{about}” from the expectations."),
        _("An expectation is not weighed from the next round on."),
    ),
    Verb(
        "elicitation.opened",
        _("{by} opened round {number}: {reason}."),
        _("Both sides can weigh what the community is expected to bring."),
    ),
    Verb(
        "elicitation.extended",
        _("{by} extended round {number} until {until}."),
        _("A round closes at another moment."),
    ),
    Verb(
        "elicitation.canceled",
        _("{by} canceled round {number} before anybody had answered."),
        _("A round was not held."),
    ),
    Verb(
        "elicitation.answered",
        _("{by} answered round {number} for the organization."),
        _("A sponsor weighed the expectations, by name."),
    ),
    Verb(
        "elicitation.agreed",
        _("{by} recorded what the {side} agreed on in round {number}."),
        _("A side agreed on one answer: the sponsors, or a group in a gathering."),
    ),
    Verb(
        "elicitation.brought",
        _("{by} brought the answers of a survey as round {number}."),
        _("Answers from a spreadsheet were counted as a round."),
    ),
    Verb(
        "elicitation.closed",
        _("{by} closed round {number}."),
        _("A round was closed and its ballots were counted."),
    ),
    Verb(
        "tension.settled",
        _("{by} recorded for “{about}”: {way} – {text}"),
        _("Both sides agreed on what to do about a tension."),
    ),
    Verb(
        "statement.drafted",
        _("{by} drafted version {version} of the value statement."),
        _("The next version of a value statement exists as a draft."),
    ),
    Verb(
        "statement.discarded",
        _("{by} discarded the draft of version {version} of the value statement."),
        _("A draft of a value statement is gone."),
    ),
    Verb(
        "statement.published",
        _("{by} published version {version} of the value statement."),
        _("Everybody can read a version of the value statement."),
    ),
    Verb(
        "statement.signed",
        _("{by} signed version {version} of the value statement for the {side}."),
        _("A sponsor or a leader signed a value statement."),
    ),
    Verb(
        "statement.agreed",
        _("Version {version} of the value statement is agreed: both sides have signed."),
        _("The second of two signatures made a value statement agreed."),
    ),
]
