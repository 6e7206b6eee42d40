"""Draft the reports that are due, and remind those who have to decide on a license."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from mandorla.licenses.drafting import draft_due
from mandorla.licenses.reminders import remind

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla remind_reviews`: safe to run at any time; nobody is told the same twice."""

    help = "Drafts reports on licenses that are due, and reminds those who decide: 45 and 14 days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say only what was done")

    def handle(self, *_args: Any, quiet: bool, **_options: Any) -> None:
        """Look at every license that runs."""
        now = timezone.now()
        drafted = draft_due(at=now)
        if drafted:
            told = ngettext("{count} report is drafted.", "{count} reports are drafted.", drafted)
            self.stdout.write(told.format(count=drafted))
        due = remind(at=now)
        if not quiet:
            told = ngettext(
                "Of {count} license those who decide are reminded.",
                "Of {count} licenses those who decide are reminded.",
                due,
            )
            self.stdout.write(told.format(count=due))
