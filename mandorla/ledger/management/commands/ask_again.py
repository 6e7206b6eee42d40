"""Ask those who told a story how it went on, on the day they named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.ledger.asking_again import ask_again

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla ask_again`: safe to run at any time; nobody is asked twice."""

    help = "Asks those who promised to tell how their story went on, once, on the day they named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say only what was done")

    def handle(self, *_args: Any, quiet: bool, **_options: Any) -> None:
        """Look at every story whose day has come."""
        asked = ask_again(at=timezone.now())
        if asked:
            told = ngettext(
                "{count} person is asked how their story went on.",
                "{count} people are asked how their stories went on.",
                asked,
            )
            self.stdout.write(told.format(count=asked))
        elif not quiet:
            self.stdout.write(_("Nobody has to be asked today."))
