"""Read the measures that Mandorla counts itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from mandorla.ledger.counted import read_counted

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla read_measures`: safe to run at any time; each is read once a month."""

    help = "Reads the measures of communities that Mandorla counts itself, once a month."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say only what was read")

    def handle(self, *_args: Any, quiet: bool, **_options: Any) -> None:
        """Look at every measure that Mandorla counts."""
        count = read_counted(at=timezone.now())
        if count or not quiet:
            told = ngettext("{count} measure is read.", "{count} measures are read.", count)
            self.stdout.write(told.format(count=count))
