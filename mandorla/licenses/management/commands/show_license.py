"""How the license of a community stands, from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.communities.models import Community
from mandorla.licenses.shown import as_data, as_lines

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla show_license COMMUNITY`: what is permitted, until when, and what is asked."""

    help = "Shows the license of a community: its terms, conditions, dates and decisions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("community", help="the community, as in its address")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the license.

        Raises:
            Refused: There is no such community.
        """
        community = Community.objects.filter(slug=options["community"]).first()
        if community is None:
            sentence = _("There is no community at “{slug}”.")
            raise Refused(sentence.format(slug=options["community"]))
        found = as_data(community, on=timezone.localdate())
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False))
            return
        for line in as_lines(found):
            self.stdout.write(line)
