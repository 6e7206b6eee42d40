"""What a community brought and what it cost, from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.communities.models import Community
from mandorla.ledger.worth_out import as_data, as_lines
from mandorla.ledger.worth_page import read_worth
from mandorla.people.management.arguments import caller_at

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla worth COMMUNITY`: what the page "What it brought" says."""

    help = "Shows what a community brought, confirmed and not, as ranges, and what it cost."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("community", help="the community, as in its address")
        add(
            "--as",
            dest="email",
            default="",
            metavar="EMAIL",
            help="who asks; may be left out when there is one program manager",
        )
        add("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print what it brought.

        Raises:
            Refused: There is no such community, or it is not known who asks.
        """
        reader = caller_at(options["email"])
        slug = options["community"]
        community = Community.objects.visible_to(reader).filter(slug=slug).first()
        if community is None:
            raise Refused(_("There is no community at “{slug}”.").format(slug=slug))
        page = read_worth(community, reader=reader)
        if options["json"]:
            data = {"community": community.slug, **as_data(page)}
            self.stdout.write(json.dumps(data, indent=2, ensure_ascii=False))
            return
        for line in as_lines(page):
            self.stdout.write(line)
