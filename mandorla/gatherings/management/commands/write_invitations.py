"""Send gatherings by mail to those who want them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.gatherings.invitations import write_invitations


class Command(BaseCommand):
    """`mandorla write_invitations`: what is new since the last time, to each who wants it."""

    help = (
        "Sends gatherings that are new, moved or cancelled as invitations by mail to those who "
        "want them. Safe to run at any time and twice at once."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do it and say how many letters went out."""
        count = write_invitations(at=timezone.now())
        if not count:
            self.stdout.write(_("Nobody waits for an invitation."))
            return
        sentence = ngettext("{count} invitation is sent.", "{count} invitations are sent.", count)
        self.stdout.write(sentence.format(count=f"{count:,}"))
