"""What people are told of licenses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.notices import Notice

NOTICES = [
    Notice(
        "license.applied",
        _("{community} applies for a {what}: decide on it."),
        _("To the sponsors of a community and to program managers, with each application."),
    ),
    Notice(
        "license.answered",
        _("The application of {community} for a license was {what}."),
        _("To who applied and to those who run the community, when it is declined or sent back."),
    ),
    Notice(
        "license.decided",
        _("The license of {community}: {what}."),
        _("To everybody with a role in a community, with each decision on its license."),
    ),
    Notice(
        "license.unconditional",
        _("The license of {community} is active again: every condition is closed."),
        _("To those who run a community, when its last open condition is met or waived."),
    ),
]
