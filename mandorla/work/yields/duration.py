"""How long something took, as people say it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

HOURS = 2  # days below which it is said in hours


def in_words(days: float) -> str:
    """A duration in hours, when it is short, or else in days."""
    if days < HOURS:
        hours = round(days * 24)
        if not hours:
            return _("less than an hour")
        return ngettext("{count} hour", "{count} hours", hours).format(count=hours)
    return ngettext("{count} day", "{count} days", round(days)).format(count=round(days))
