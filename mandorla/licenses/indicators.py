"""What can be known of a community from its license."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from mandorla.base.indicators import Indicator
from mandorla.licenses.models.decision_kinds import KINDS as DECIDED
from mandorla.licenses.models.license import KINDS, STATES

LICENSE: Final = "licenses:license"
NONE: Final = _("It has no license.")
STANDINGS: Final = {
    "in_force": _("in force"),
    "review_due": _("review due"),
    "grace": _("in the days of grace"),
    "lapsed": _("lapsed"),
    "paused": _("paused"),
    "none": _("no license"),
}

INDICATORS: Final = (
    Indicator(
        name="license_kind",
        label=_("kind of license"),
        unit="word",
        sentence=_("It has a {value}."),
        unknown=NONE,
        page=LICENSE,
        words=KINDS,
    ),
    Indicator(
        name="license_state",
        label=_("state of the license"),
        unit="word",
        sentence=_("Its license is {value}."),
        unknown=NONE,
        page=LICENSE,
        words={**STATES, "none": _("not there yet")},
    ),
    Indicator(
        name="license_standing",
        label=_("what the license is worth today"),
        unit="word",
        sentence=_("What its license is worth by its dates: {value}."),
        unknown=NONE,
        page=LICENSE,
        words=STANDINGS,
    ),
    Indicator(
        name="license_days_left",
        label=_("days until its license has to be decided on"),
        unit="days",
        sentence=_("Days until its license has to be decided on: {value}."),
        below_zero=_(
            "The day by which its license had to be decided on is past; days since: {value}."
        ),
        otherwise=_("Its license has to be decided on today."),
        unknown=_("No license runs that has an end."),
        page=LICENSE,
    ),
    Indicator(
        name="license_age",
        label=_("days since its license was granted"),
        unit="days",
        sentence=_("Its license was granted {value} days ago."),
        otherwise=_("Its license was granted today."),
        unknown=_("No license runs, or the day it was granted is not known."),
        page=LICENSE,
    ),
    Indicator(
        name="sponsor_line",
        label=_("a sponsor from the business line"),
        unit="yes",
        sentence=_("Its license names a sponsor from the business line."),
        otherwise=_("Its license names no sponsor from the business line."),
        unknown=NONE,
        page=LICENSE,
    ),
    Indicator(
        name="sponsor_champion",
        label=_("a champion at the top"),
        unit="yes",
        sentence=_("Its license names a champion at the top."),
        otherwise=_("Its license names no champion at the top."),
        unknown=NONE,
        page=LICENSE,
    ),
    Indicator(
        name="sponsor_payer",
        label=_("a sponsor who pays"),
        unit="yes",
        sentence=_("Its license names a sponsor who pays."),
        otherwise=_("Its license names no sponsor who pays."),
        unknown=NONE,
        page=LICENSE,
    ),
    Indicator(
        name="review_in_hand",
        label=_("a review is being written or read"),
        unit="yes",
        sentence=_("A review of its license is being written or read."),
        otherwise=_("No review of its license is being written or read."),
        unknown=NONE,
        page=LICENSE,
    ),
    Indicator(
        name="reviews_on_time",
        label=_("reports and reviews handed in on time"),
        unit="share",
        sentence=_("{part} of {of} reports and reviews were handed in on time."),
        unknown=_("No report or review of it was due yet."),
        page=LICENSE,
    ),
    Indicator(
        name="renewals",
        label=_("times its license was renewed"),
        unit="count",
        sentence=_("Times its license was renewed: {value}."),
        otherwise=_("Its license was not renewed yet."),
        unknown=NONE,
        page=LICENSE,
    ),
    Indicator(
        name="conditions_open",
        label=_("open conditions"),
        unit="count",
        sentence=_("Open conditions of its license: {value}."),
        otherwise=_("No condition of its license is open."),
        unknown=NONE,
        page=LICENSE,
    ),
    Indicator(
        name="conditions_overdue",
        label=_("overdue conditions"),
        unit="count",
        sentence=_("Conditions of its license whose day is past: {value}."),
        otherwise=_("No condition of its license is overdue."),
        unknown=NONE,
        page=LICENSE,
    ),
    Indicator(
        name="leader_hours_cut",
        label=_("cut of the hours for those who lead"),
        unit="share",
        sentence=_("The last decision cut the hours for those who lead by {value}."),
        otherwise=_("The last decision did not cut the hours for those who lead."),
        unknown=_("Hours for those who lead were not decided on twice."),
        page=LICENSE,
    ),
    Indicator(
        name="terms_given",
        label=_("hours, decision rights and data use are said"),
        unit="yes",
        sentence=_("Its license says hours, decision rights and data use."),
        otherwise=_("Its license leaves hours, decision rights or data use open."),
        unknown=NONE,
        page=LICENSE,
    ),
    Indicator(
        name="report_tells_stories",
        label=_("the last report tells a story"),
        unit="yes",
        sentence=_("Its last report tells a story."),
        otherwise=_("Its last report tells no story."),
        unknown=_("No report of it was handed in yet."),
        page=LICENSE,
    ),
    Indicator(
        name="last_decision",
        label=_("last decision"),
        unit="word",
        sentence=_("The last decision on its license: {value}."),
        unknown=_("Nothing was decided on a license of it yet."),
        page=LICENSE,
        words=DECIDED,
    ),
)
