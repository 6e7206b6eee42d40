"""What people are told of licenses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.notices import Notice

NOTICES = [
    Notice(
        "license.applied",
        _("{community} applied for a {what}."),
        _(
            "To the sponsors of a community and to program managers, with each application; read "
            "for all of them once somebody decides."
        ),
    ),
    Notice(
        "license.answered",
        _("The application of {community} for a license was {what}."),
        _("To who applied and to those who run the community, when it is declined or sent back."),
    ),
    Notice(
        "license.decided",
        _("{name} decided on the license of {community}: {what}."),
        _("To everybody with a role in a community, with each decision on its license."),
    ),
    Notice(
        "license.unconditional",
        _("The license of {community} is active again: every condition is closed."),
        _("To those who run a community, when its last open condition is met or waived."),
    ),
    Notice(
        "license.due",
        _("A decision on the license of {community} was asked for by {day}."),
        _(
            "To the sponsors of a community and to those who run it, as many days ahead as the "
            "policy says: 45, 14 and on the day; read for all of them once somebody decides."
        ),
    ),
    Notice(
        "ending.announced",
        _("{community} ends; its last day is {day}. {reason}"),
        _("To everybody with a role in a community, when its end is announced."),
    ),
    Notice(
        "ending.inherited",
        _("{community} ends and leaves something to {heir}."),
        _("To those who run a community that is named as an heir of another one."),
    ),
    Notice(
        "ending.invited",
        _("{community} goes on in {heir}: have a look and join it, if you like."),
        _("To those in a community that merges or splits, when it closes. Nobody is moved."),
    ),
    Notice(
        "ending.ready",
        _("{community} is ready to be closed: it is yours to do."),
        _("To those who decide on the license of a community that ends, on the word of others."),
    ),
    Notice(
        "ending.thanked",
        _("{community} thanks you by name on the page it leaves. You can take your name out."),
        _("To who is thanked by name when a community ends."),
    ),
    Notice(
        "review.drafted",
        _("The {report} of {community} is due on {due_on}; it is drafted from what is known."),
        _("To those who run a community, when a report is begun."),
    ),
    Notice(
        "review.opened",
        _("The {report} of {community} is open to your comments until {day}."),
        _("To everybody with a role in a community, when a report is opened for comments."),
    ),
    Notice(
        "review.handed_in",
        _("The {report} of {community} is handed in."),
        _("To who is to answer a report; one for renewal also to those who decide."),
    ),
    Notice(
        "review.answered",
        _("{name} answered the {report} of {community}."),
        _("To those who run a community, when the reader has answered."),
    ),
    Notice(
        "review.remarked",
        _("{name} tells you something of {community} apart from the report."),
        _("To the sponsors of a community and to program managers, and to nobody else."),
    ),
]
