"""What people are told of the ledger."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.notices import Notice

NOTICES = [
    Notice(
        "claim.asked",
        _("Is it so? A story claims a gain that you had a part in: “{text}”"),
        _("To who told a story when somebody else claims a gain from it, or to who is asked."),
    ),
    Notice(
        "claim.confirmed",
        _("What a story claims is confirmed: “{text}”"),
        _("To who claimed it and to who told the story."),
    ),
    Notice(
        "claim.corrected",
        _("What a story claims is confirmed with other numbers: “{text}”"),
        _("To who claimed it and to who told the story."),
    ),
    Notice(
        "claim.refused",
        _("What a story claims is not confirmed: “{text}”"),
        _("To who claimed it and to who told the story, with the reason beside the claim."),
    ),
    Notice(
        "investment.proposed",
        _("What members put into {community} in {month} is worked out: is it right?"),
        _("To those who run a community, once a month, when hours wait to be confirmed."),
    ),
    Notice(
        "story.asked",
        _("You wanted to be asked now: how did it go on? “{text}”"),
        _("To who told a story, once, on the day for which they promised a later step."),
    ),
    Notice(
        "story.brought",
        _("A story was told in your name, from a file; it is yours to change: “{text}”"),
        _("To who told a story elsewhere, when somebody brings it from a file."),
    ),
]
