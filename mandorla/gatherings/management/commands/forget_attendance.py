"""Forget who was at gatherings of more than thirty days ago."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.gatherings.forgetting import forget_attendance

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla forget_attendance`: what `mandorla start` does by itself."""

    help = (
        "Replaces who was at gatherings of more than 30 days ago with counts by unit. Safe to run "
        "at any time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say only what was done")

    def handle(self, *_args: Any, quiet: bool, **_options: Any) -> None:
        """Do it and say for how many."""
        count = forget_attendance(at=timezone.now())
        if not count:
            if not quiet:
                self.stdout.write(_("Nothing is old enough to be forgotten."))
            return
        sentence = ngettext(
            "Who was at {count} gathering is forgotten; how many were there stays.",
            "Who was at {count} gatherings is forgotten; how many were there stays.",
            count,
        )
        self.stdout.write(sentence.format(count=f"{count:,}"))
