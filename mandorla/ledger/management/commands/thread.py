"""The thread of value from one thing, from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.ledger.thread_named import NUMBERED, not_numbered, thread_from, unknown_kind
from mandorla.ledger.thread_out import as_data, as_lines
from mandorla.ledger.threads import ORDER
from mandorla.people.management.arguments import caller_at

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla thread KIND NUMBER`: up to the strategy, and down to where it began."""

    help = "Walks from one thing up to the objective it serves and down to where it was said."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("kind", help=", ".join(ORDER))
        add("number", type=int, help="its number, as in the address of its thread")
        add(
            "--community",
            default="",
            metavar="SLUG",
            help="of a story or a measure: the number is the one it has in this community",
        )
        add(
            "--as",
            dest="email",
            default="",
            metavar="EMAIL",
            help="who asks; may be left out when there is one program manager",
        )
        add("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print what hangs above and below it.

        Raises:
            Refused: There is no such kind or thing, or it is not known who asks.
        """
        kind, number, within = options["kind"], options["number"], options["community"]
        if kind not in ORDER:
            raise Refused(unknown_kind(kind))
        if within and kind not in NUMBERED:
            raise Refused(not_numbered(kind))
        reader = caller_at(options["email"])
        found = thread_from(kind, number, within=within, reader=reader)
        if found is None:
            sentence = _("There is no {kind} {number}, or you may not see it.")
            raise Refused(sentence.format(kind=kind, number=number))
        if options["json"]:
            self.stdout.write(json.dumps(as_data(found), indent=2, ensure_ascii=False))
            return
        for line in as_lines(found):
            self.stdout.write(line)
