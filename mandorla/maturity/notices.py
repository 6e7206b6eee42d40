"""What people are told of profiles."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.notices import Notice

NOTICES = [
    Notice(
        "profile_round.opened",
        _("How far is {community}? The members are asked, each for themselves."),
        _("To the members who can answer, when a members' round of the profile opens."),
    ),
]
