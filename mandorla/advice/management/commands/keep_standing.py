"""Keep how communities stand: what is known of them, their profiles and their warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.advice.keeping import keep_in_portions

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla keep_standing`: safe to run at any time and twice at once."""

    help = (
        "Keeps what is known of communities, their profiles and their warnings: of those in which "
        "something happened, and once a day of each."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="also those of which nothing is due")
        parser.add_argument("--quiet", action="store_true", help="say nothing")

    def handle(self, *_args: Any, quiet: bool, **options: Any) -> None:
        """Look at what is due, a portion after the other."""
        told = False
        for done, every in keep_in_portions(every=options["all"], at=timezone.now()):
            if not quiet:
                sentence = _("{done} of {every} communities are looked at.")
                self.stdout.write(sentence.format(done=done, every=every))
            told = True
        if not told and not quiet:
            self.stdout.write(_("Every community was looked at today, and nothing happened since."))
