"""What can happen to licenses and to what they ask for, as sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

VERBS = [
    Verb(
        "license.drafted",
        _("{by} began an application for a {kind}."),
        _("Somebody who runs a community writes down what they ask for; read by those in it."),
        inside=True,
    ),
    Verb(
        "license.applied",
        _("{by} applied for a {kind}."),
        _("An application lies before those who decide."),
    ),
    Verb(
        "license.withdrawn",
        _("{by} withdrew the application for a {kind}."),
        _("An application is no longer asked for; read by those in the community."),
        inside=True,
    ),
    Verb(
        "license.answered",
        _("{by} answered the application: {what}."),
        _("An application was declined or sent back; read by those in the community."),
        inside=True,
    ),
    Verb(
        "license.decided",
        _("{by} decided on the license: {what}."),
        _("A decision was made, with its terms, its evidence and its reason."),
    ),
    Verb(
        "license.replaced",
        _("The {kind} before was replaced."),
        _("A license that ran ended, because another one was granted."),
    ),
    Verb(
        "license.ended",
        _("The {kind} ended with the community."),
        _("A community that closed operates no more."),
    ),
    Verb(
        "license.unconditional",
        _("Every condition of the license is closed: it is active again."),
        _("The last open condition was met or waived."),
    ),
    Verb(
        "condition.met",
        _("{by} said that a condition of the license is met: {text}"),
        _("A condition of a license was met."),
    ),
    Verb(
        "condition.waived",
        _("{by} waived a condition of the license: {text}"),
        _("A condition of a license is no longer asked for, with the reason."),
    ),
    Verb(
        "review.drafted",
        _("A report on the license was begun: {kind}."),
        _("A report is due, or somebody began one."),
    ),
    Verb(
        "review.reader_named",
        _("{by}: {reader} reads and answers the report."),
        _("Somebody by name has to answer a report."),
    ),
    Verb(
        "review.opened",
        _("{by} opened the report for comments: {kind}."),
        _("Everybody in the community can read a report and comment on it."),
    ),
    Verb(
        "review.taken_back",
        _("{by} took the report back to change it: {kind}."),
        _("A report that was open for comments is being written again."),
    ),
    Verb(
        "review.commented",
        _("{by} commented on the report."),
        _("Somebody in the community said something to a report."),
        personal=True,
    ),
    Verb(
        "review.remarked",
        _("{by} told the sponsors of {community} something apart from a report."),
        _("A private remark was written; only the trail has it, without its words."),
    ),
    Verb(
        "review.submitted",
        _("{by} handed the report in: {kind}."),
        _("A report lies before its reader."),
    ),
    Verb(
        "review.answered",
        _("{by} answered the report: {kind}."),
        _("The reader of a report has answered it."),
    ),
    Verb(
        "review.cancelled",
        _("{by} gave the report up: {kind}."),
        _("A report is not needed."),
    ),
    Verb(
        "ending.announced",
        _("{by} announced the last day of {about}: {day}. {reason}"),
        _("A community begins to end, with the reason and the last day."),
    ),
    Verb(
        "ending.postponed",
        _("{by}: the last day of {about} is {day}."),
        _("A community that ends has another last day."),
    ),
    Verb(
        "ending.heir_named",
        _("{by}: {heir} is to take over from {about}."),
        _("A community is to take over what another one had."),
    ),
    Verb(
        "ending.heir_dropped",
        _("{by}: {heir} is not to take over from {about} after all."),
        _("A community that had been named as an heir is none."),
    ),
    Verb(
        "ending.given_up",
        _("{by}: {about} goes on after all. What was handed over stays where it is."),
        _("The end of a community was given up before it had closed."),
    ),
    Verb(
        "policy.changed",
        _("{by} changed the policy of licenses for {place}: {what}."),
        _("A value of the policy is another one than before."),
    ),
    Verb(
        "policy.restored",
        _("{by} went back to the default for {place}: {what}."),
        _("A value of the policy is ours again."),
    ),
]
