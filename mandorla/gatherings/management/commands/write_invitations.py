"""Send gatherings by mail to those who want them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.gatherings.invitations import write_invitations

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla write_invitations`: what is new since the last time, to each who wants it."""

    help = (
        "Sends gatherings that are new, moved or cancelled as invitations by mail to those who "
        "want them. Safe to run at any time and twice at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say only what was done")

    def handle(self, *_args: Any, quiet: bool, **_options: Any) -> None:
        """Do it and say how many letters went out."""
        count = write_invitations(at=timezone.now())
        if not count:
            if not quiet:
                self.stdout.write(_("Nobody waits for an invitation."))
            return
        sentence = ngettext("{count} invitation is sent.", "{count} invitations are sent.", count)
        self.stdout.write(sentence.format(count=f"{count:,}"))
