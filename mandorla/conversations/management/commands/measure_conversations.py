"""Work figures out of imported conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from mandorla.conversations.jobs import measure_now

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla measure_conversations`: what is new, or everything."""

    help = (
        "Works out the figures of every full month of communities with newly imported posts. "
        "Figures that were made of more posts than there are now stay."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="of every community with posts")
        parser.add_argument("--quiet", action="store_true", help="say only what was worked out")

    def handle(self, *_args: Any, quiet: bool, **options: Any) -> None:
        """Do it and say how many months there are."""
        count = measure_now(every=options["all"])
        if count or not quiet:
            told = ngettext("{count} month is measured.", "{count} months are measured.", count)
            self.stdout.write(told.format(count=f"{count:,}"))
