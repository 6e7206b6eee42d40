"""Send digests again that the mail server could not take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.work.letters import write_missed_digests

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla write_digests`: safe to run at any time; nobody gets one twice."""

    help = "Sends digests again that could not be delivered when they were sent, for four days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say only what was done")

    def handle(self, *_args: Any, quiet: bool, **_options: Any) -> None:
        """Do it and say how many letters went out."""
        count = write_missed_digests(at=timezone.now())
        if count:
            sentence = ngettext("{count} digest is sent.", "{count} digests are sent.", count)
            self.stdout.write(sentence.format(count=f"{count:,}"))
        elif not quiet:
            self.stdout.write(_("No digest waits to be sent again."))
