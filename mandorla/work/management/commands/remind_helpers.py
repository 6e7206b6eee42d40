"""Remind two likely helpers of each ask that nobody answered in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.work.helping import remind_helpers

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla remind_helpers`: safe to run at any time; nobody is reminded twice."""

    help = "Reminds two likely helpers of an ask without an answer: after a day online, or a week."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say only what was done")

    def handle(self, *_args: Any, quiet: bool, **_options: Any) -> None:
        """Look at every ask that waits too long."""
        found = remind_helpers(at=timezone.now())
        if found:
            told = ngettext(
                "Of {count} ask those who could help are reminded.",
                "Of {count} asks those who could help are reminded.",
                found,
            )
            self.stdout.write(told.format(count=found))
        elif not quiet:
            self.stdout.write(_("No ask waits too long."))
