"""Forget what jobs in the background were told and when, once they are over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from mandorla.base.upkeep import forget_jobs

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla forget_jobs`: what `mandorla start` does by itself."""

    help = "Removes jobs in the background that are over. Safe to run at any time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say nothing")

    def handle(self, *_args: Any, quiet: bool, **_options: Any) -> None:
        """Do it and say how many there were."""
        count = forget_jobs(at=timezone.now())
        if quiet:  # jobs come and go all day
            return
        sentence = ngettext("{count} job is forgotten.", "{count} jobs are forgotten.", count)
        self.stdout.write(sentence.format(count=f"{count:,}"))
