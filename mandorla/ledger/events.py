"""What can happen to investments, stories, claims and measures, as sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb
from mandorla.ledger.story_events import VERBS as STORIES

MEASURED: list[Verb] = [
    Verb(
        "measure.begun",
        _("{by} began to measure “{about}”: to {target} by {due}."),
        _("A community follows one more measure of success."),
    ),
    Verb(
        "measure.changed",
        _("{by} changed the measure “{about}”: to {target} by {due}."),
        _("A measure is to come to something else, or somebody else reads it."),
    ),
    Verb(
        "measure.retired",
        _("{by} retired the measure “{about}”: {because}"),
        _("A measure is followed no more; what was read stays."),
    ),
    Verb(
        "reading.taken",
        _("{by} read “{about}”: {value} on {day}."),
        _("What a measure was on a day was entered."),
    ),
    Verb(
        "reading.brought",
        _("{by} brought {number} readings of “{about}”."),
        _("Readings of a measure came from a file, or several at once."),
    ),
    Verb(
        "reading.corrected",
        _("{by} corrected “{about}” on {day}: {value} instead of {before}."),
        _("Another reading holds for a day; the earlier one is kept."),
    ),
    Verb(
        "reading.taken_back",
        _("{by} took a reading of “{about}” back: {value} on {day}."),
        _("No reading holds for a day any more; what was entered is kept."),
    ),
]
INVESTED = [
    Verb(
        "investment.planned",
        _("{by} wrote down what {side} will put in from {day} to {until}: {what}."),
        _("What a side will put in is written down."),
    ),
    Verb(
        "investment.given",
        _("{by} wrote down what {side} put in from {day} to {until}: {what}."),
        _("What a side has put in is written down."),
    ),
    Verb(
        "investment.proposed",
        _("Worked out of gatherings and roles, to be confirmed, from {day} to {until}: {what}."),
        _("Hours of a month were worked out, and wait for somebody who runs the community."),
    ),
    Verb(
        "investment.confirmed",
        _("{by} confirmed what {side} put in from {day} to {until}: {what}."),
        _("Hours that were worked out are right, or were put right."),
    ),
    Verb(
        "investment.dropped",
        _("{by} took out what {side} put in from {day} to {until}: {what}."),
        _("Something that was written down or worked out counts no longer."),
    ),
    Verb(
        "investment.handed_down",
        _("The license permits what is put in from {day} on: {count} rows are planned."),
        _("A license was granted or renewed; what it permits is planned, instead of before."),
    ),
    Verb(
        "investment.taken_over",
        _("{by} planned what the charter says is put in from {day} on: {count} rows."),
        _("What an agreed charter says in figures is planned, instead of an earlier one's."),
    ),
    Verb(
        "investment.brought",
        _("{by} brought {count} rows of what both sides put in, from a file."),
        _("Investments came from a file, all of them at once."),
    ),
    Verb(
        "rate.set",
        _("{by} set what an hour of {role} costs from {day} on: {money}."),
        _("A rate of the organization is another one from a day on."),
    ),
    Verb(
        "currency.chosen",
        _("{by} chose the currency in which sums are said: {code}."),
        _("The base currency is chosen."),
    ),
    Verb(
        "currency.set",
        _("{by} set what one {code} is worth from {day} on: {worth}."),
        _("A currency has another worth in the base currency from a day on."),
    ),
]
VERBS: list[Verb] = [*INVESTED, *MEASURED, *STORIES]
