"""What can happen to issues and problems, each as a sentence.

What people say themselves may have to be taken back, and nothing is ever taken out of the trail:
so what was surfaced is told without its words.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

VERBS = [
    Verb(
        "issue.surfaced",
        _("{by} surfaced an issue."),
        _("Something cropped up. What is surfaced without a name is not in the trail."),
        personal=True,
    ),
    Verb(
        "issue.changed",
        _("{by} changed {what} of an issue they had surfaced."),
        _("Who surfaced an issue put it into other words or said which units it touches."),
        personal=True,
    ),
    Verb(
        "issue.withdrawn",
        _("{by} took an issue back."),
        _("Who surfaced an issue took it back before anybody had joined them: it is gone."),
        personal=True,
    ),
    Verb(
        "issue.corrected",
        _("{by} corrected {what} of an issue."),
        _("Somebody else changed an issue: its words, or which units it touches."),
    ),
    Verb(
        "issue.solved",
        _("{by} said how “{about}” was solved: {because}"),
        _("An issue is solved by itself, without being a part of a problem."),
    ),
    Verb(
        "issue.dropped",
        _("{by} dropped “{about}”: {because}"),
        _("Nothing more is done about an issue, with the reason."),
    ),
    Verb("issue.reopened", _("{by} reopened “{about}”."), _("An issue is open again.")),
    Verb(
        "issue.parted",
        _("{by} said that {number} issues are not one problem."),
        _("Issues that are alike are not one problem; they are not suggested together again."),
    ),
    Verb(
        "problem.gathered",
        _("{by} named a common problem: “{about}” (issues: {number})."),
        _("Issues became a common problem."),
    ),
    Verb(
        "problem.grew",
        _("{by} added {number} issues to “{about}”."),
        _("Further issues are a part of a problem."),
    ),
    Verb(
        "problem.shrank",
        _("{by} took {number} issues out of “{about}”."),
        _("Issues are something else than a problem and open again by themselves."),
    ),
    Verb("problem.reworded", _("{by} worded “{about}” anew."), _("A problem reads otherwise.")),
    Verb(
        "problem.touches",
        _("{by} said which units “{about}” touches: {units}."),
        _("A problem touches other units than before."),
    ),
    Verb(
        "problem.owned", _("{person} looks after “{about}”."), _("A problem has somebody for it.")
    ),
    Verb(
        "problem.disowned",
        _("Nobody looks after “{about}” any more."),
        _("A problem has no owner."),
    ),
    Verb(
        "problem.solved",
        _("{by} said how “{about}” was solved: {because}"),
        _("A problem is solved, and with it the issues that are a part of it."),
    ),
    Verb(
        "problem.dropped",
        _("{by} dropped “{about}”: {because}"),
        _("It is no problem of the community after all; its issues are open again."),
    ),
    Verb("problem.reopened", _("{by} reopened “{about}”."), _("A problem is open again.")),
]
