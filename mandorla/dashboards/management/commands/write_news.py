"""Mail what is new and what waits to those who want it, when their time has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.dashboards.news_mail import write_news_mails

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla write_news`: safe to run at any time; nobody gets two in a day."""

    help = "Mails what is new and what waits, every day or every Monday as each person chose."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say only what was done")

    def handle(self, *_args: Any, quiet: bool, **_options: Any) -> None:
        """Write to everybody whose time has come."""
        sent = write_news_mails(at=timezone.now())
        if sent or not quiet:
            told = ngettext("{count} mail went out.", "{count} mails went out.", sent)
            self.stdout.write(told.format(count=sent) if sent else _("No mail is due."))
