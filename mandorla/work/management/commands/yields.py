"""What the work of a community yields, from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.communities.models import Community
from mandorla.work.yields.rows import PERIODS, USUAL, span_of
from mandorla.work.yields.told import as_data, read_yields

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla yields COMMUNITY`: the figures of the Work tab."""

    help = "Counts what the work of a community yields, as rhythm, carry-through, pull and answers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("community", help="the community, as in its address")
        add("--period", choices=list(PERIODS), default=USUAL, help=f"default: {USUAL}")
        add("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the figures.

        Raises:
            Refused: There is no such community.
        """
        community = Community.objects.filter(slug=options["community"]).first()
        if community is None:
            sentence = _("There is no community at “{slug}”.")
            raise Refused(sentence.format(slug=options["community"]))
        now = timezone.localtime()
        span = span_of(community, period=options["period"], on=now.date(), at=now)
        found = read_yields(span)
        if options["json"]:
            self.stdout.write(json.dumps(as_data(found), indent=2, ensure_ascii=False))
            return
        self.stdout.write(f"{community.name}, {span.words}")
        for told in found.figures:
            value = f" {told.value}." if told.value else ""
            self.stdout.write(f"{told.title}:{value} {told.sentence} {told.note}".rstrip())
        for unit in found.by_unit:
            words = _("{unit}: {part} of {of} adopted")
            self.stdout.write("  " + words.format(unit=unit.name, part=unit.part, of=unit.of))
