"""Work out the hours of last month, for those who run communities to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from mandorla.ledger.proposing import propose_time

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla propose_time`: safe to run at any time; each month is worked out once."""

    help = "Works out the hours of last month from gatherings held and roles, to be confirmed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say only what was done")

    def handle(self, *_args: Any, quiet: bool, **_options: Any) -> None:
        """Look at the gatherings of last month."""
        done = propose_time(at=timezone.now())
        if done or not quiet:
            told = ngettext(
                "The hours of last month are worked out for {count} community.",
                "The hours of last month are worked out for {count} communities.",
                done,
            )
            self.stdout.write(told.format(count=done))
