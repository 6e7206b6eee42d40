"""Ask those who brought something up what its solution changed for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.ledger.asking_once import ask_once

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla ask_once`: safe to run at any time and twice at once; nobody is asked twice."""

    help = "Asks those who brought something up what its solution changed for them, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say only what was done")

    def handle(self, *_args: Any, quiet: bool, **_options: Any) -> None:
        """Look at everything that was solved six weeks ago."""
        asked = ask_once(at=timezone.now())
        if asked:
            told = ngettext(
                "{count} person is asked what a solution changed for them.",
                "{count} people are asked what a solution changed for them.",
                asked,
            )
            self.stdout.write(told.format(count=asked))
        elif not quiet:
            self.stdout.write(_("Nobody has to be asked what a solution changed."))
