"""What can happen to the gatherings of a community, each as a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

SERIES = [
    Verb(
        "series.begun",
        _("{by} began “{about}”: {rhythm}."),
        _("A community has a rhythm that it did not have before."),
    ),
    Verb(
        "series.changed",
        _("{by} changed “{about}” from {day} on: {rhythm}."),
        _("A rhythm is another one from a day on; until then it stays what it was."),
    ),
    Verb(
        "series.corrected",
        _("{by} corrected “{about}”: {rhythm}."),
        _("The name, the place or the rhythm of a series was wrong and is put right."),
    ),
    Verb(
        "series.ended",
        _("{by} ended “{about}” with {day}."),
        _("A rhythm has a last day."),
    ),
    Verb(
        "series.ordered",
        _("{by} said in which order people facilitate “{about}”."),
        _("The order in which people facilitate was set. Nobody is named."),
    ),
]

GATHERINGS = [
    Verb(
        "gathering.moved",
        _("{by} moved “{about}” to {day}."),
        _("One gathering takes place at another time or place; the rhythm stays."),
    ),
    Verb(
        "gathering.cancelled",
        _("{by} cancelled “{about}”: {reason}"),
        _("One gathering does not take place, with the reason."),
    ),
    Verb(
        "gathering.restored",
        _("{by} put “{about}” back."),
        _("A gathering that was cancelled takes place after all."),
    ),
    Verb(
        "gathering.handed_over",
        _("{by} said who facilitates “{about}”."),
        _("Somebody facilitates instead of the one whose turn it is. Nobody else is named."),
    ),
]

RUNNING = [
    Verb(
        "gathering.started",
        _("{by} started “{about}”."),
        _("A gathering takes place now."),
    ),
    Verb(
        "gathering.unstarted",
        _("{by} noted that “{about}” has not begun after all."),
        _("A gathering that was started by mistake is planned again."),
    ),
    Verb(
        "gathering.held",
        _("{by} noted that “{about}” took place."),
        _("A gathering took place, and is written about afterwards."),
    ),
    Verb(
        "gathering.ended",
        _("{by} ended “{about}”."),
        _("A gathering is over."),
    ),
    Verb(
        "gathering.resumed",
        _("{by} went on with “{about}”."),
        _("A gathering that had ended goes on."),
    ),
    Verb(
        "gathering.noted",
        _("{by} began the notes of a gathering."),
        _("Notes were written for the first time. What is written later makes no event."),
        personal=True,
    ),
    Verb(
        "gathering.decided",
        _("{by} wrote down what a gathering decided."),
        _("A gathering decided something. What it is is for those in the community."),
        personal=True,
    ),
]

ATTENDANCE = [
    Verb(
        "gathering.attended",
        _("{by} brought a file about who was at “{about}”: {count} people ({source})."),
        _("A file of a meeting program was read. Nobody is named; who taps makes no event."),
    ),
    Verb(
        "gathering.forgot",
        _("Who was at “{about}” is no longer kept; how many were there is."),
        _("Thirty days after a gathering nobody can see any more who was there."),
    ),
]

COMMITMENTS = [
    Verb(
        "commitment.made",
        _("{by} wrote down what somebody takes on."),
        _("Somebody does something by a day. What and who is for those in the community."),
        personal=True,
    ),
    Verb(
        "commitment.handed_over",
        _("{by} handed a commitment over."),
        _("Somebody else does what was taken on."),
        personal=True,
    ),
    Verb(
        "commitment.postponed",
        _("{by} gave a commitment another day."),
        _("What was taken on is due on another day."),
        personal=True,
    ),
    Verb(
        "commitment.finished",
        _("{by} said that a commitment is done."),
        _("What was taken on is done."),
        personal=True,
    ),
    Verb(
        "commitment.dropped",
        _("{by} dropped a commitment."),
        _("Nobody does what was taken on."),
        personal=True,
    ),
    Verb(
        "commitment.reopened",
        _("{by} took a commitment up again."),
        _("What was done or dropped is to be done after all."),
        personal=True,
    ),
]

INHERITING = [
    Verb(
        "series.passed_on",
        _("{by} left the rhythm of {about} to {heir}."),
        _("A community that ends leaves a rhythm to another one."),
    ),
    Verb(
        "series.inherited",
        _("{by} took the rhythm of {about} over from {origin}."),
        _("The same, in the history of the other one."),
    ),
    Verb(
        "commitment.passed_on",
        _("{by} left a commitment to {heir}."),
        _("A community that ends leaves a commitment to another one."),
    ),
    Verb(
        "commitment.inherited",
        _("{by} took a commitment over from {origin}."),
        _("The same, in the history of the other one."),
    ),
]

VERBS: list[Verb] = [*SERIES, *GATHERINGS, *RUNNING, *ATTENDANCE, *COMMITMENTS, *INHERITING]
