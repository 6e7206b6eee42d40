"""What both sides of a community put in, from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.communities.models import Community
from mandorla.ledger.balance_shown import as_data, as_lines
from mandorla.ledger.balancing import read_balance
from mandorla.ledger.periods import Period

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla balance COMMUNITY`: who gives what in a quarter or a year."""

    help = "Shows what both sides of a community planned and gave in a quarter or a year."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("community", help="the community, as in its address")
        parser.add_argument(
            "--period", default="", help="2026-Q1 or 2026; default: the quarter we are in"
        )
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the balance.

        Raises:
            Refused: There is no such community or period.
        """
        community = Community.objects.filter(slug=options["community"]).first()
        if community is None:
            sentence = _("There is no community at “{slug}”.")
            raise Refused(sentence.format(slug=options["community"]))
        asked = options["period"]
        period = Period.read(asked) if asked else Period.of(timezone.localdate())
        if period is None:
            raise Refused(_("Write the period as 2026-Q1 or as 2026."))
        found = read_balance(community, period)
        if options["json"]:
            data = {"community": community.slug, **as_data(found)}
            self.stdout.write(json.dumps(data, indent=2, ensure_ascii=False))
            return
        for line in as_lines(found):
            self.stdout.write(line)
