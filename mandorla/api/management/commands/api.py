from __future__ import annotations

import json
import sys
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    DjangoHelpFormatter,
)
from django.utils.translation import gettext as _

from mandorla.people.management.arguments import caller_at

if TYPE_CHECKING:
    from collections.abc import Iterable

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
EXAMPLES = """\
examples:
  mandorla api GET communities q=weld status=all
  mandorla api PUT communities/welding-circle/membership --as ana@example.org
  mandorla api POST communities/welding-circle/winding-down reason="We are done."
  mandorla api PATCH communities/welding-circle/charters/2 --json draft.json

The reference of everything that can be called is at /api/v1/ in a browser.
"""


class Formatter(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Keeps the lines of the examples."""


class Command(BaseCommand):
    help = "Call the API on this machine as one of the people, and print what it answers."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Say by examples how it is called."""
        how: dict[str, Any] = {"epilog": EXAMPLES, "formatter_class": Formatter, **kwargs}
        return super().create_parser(prog_name, subcommand, **how)

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what is called, with what, and as whom."""
        parser.add_argument("method", type=str.upper, choices=METHODS, metavar="METHOD")
        parser.add_argument("path", metavar="PATH", help="below /api/v1/, as communities/atlas")
        parser.add_argument(
            "values",
            nargs="*",
            metavar="key=value",
            help="what is asked for or sent; key:=value for JSON, as unit:=null",
        )
        parser.add_argument(
            "--as",
            dest="email",
            default="",
            metavar="EMAIL",
            help="the person who calls; may be left out when there is one program manager",
        )
        parser.add_argument(
            "--json", dest="file", metavar="FILE", help="a file with what is sent; - for the input"
        )

    def handle(self, **options: Any) -> None:
        """Call, and print the answer as JSON; a refusal ends with exit code 1.

        Raises:
            CommandError: The API refused, or what was typed cannot be read.
            Refused: It is not known as whom.
        """
        from mandorla.api.call import call  # slow import

        values = _values(options["values"])
        body: Any = _file(options["file"]) if options["file"] else None
        query: dict[str, str] = {}
        if options["method"] == "GET":
            query = {key: str(value) for key, value in values.items()}
        elif values:
            body = {**(body or {}), **values}
        called = call(
            method=options["method"],
            path=options["path"],
            person=caller_at(options["email"]),
            query=query,
            body=body,
        )
        if called.refusal:
            raise CommandError(called.refusal)
        if called.content is not None:
            self.stdout.write(json.dumps(called.content, indent=2, ensure_ascii=False))


def _values(pairs: Iterable[str]) -> dict[str, Any]:
    """`key=value` is text, `key:=value` is JSON."""
    found: dict[str, Any] = {}
    for pair in pairs:
        key, mark, value = pair.partition("=")
        if not mark or not key.rstrip(":"):
            raise CommandError(_("“{pair}” is not key=value.").format(pair=pair))
        found[key.removesuffix(":")] = _json(value, of=pair) if key.endswith(":") else value
    return found


def _json(text: str, *, of: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as wrong:
        raise CommandError(
            _("“{text}” is not JSON: {reason}.").format(text=of, reason=wrong)
        ) from wrong


def _file(name: str) -> Any:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise CommandError(
            _("{name} cannot be read: {reason}.").format(name=name, reason=wrong)
        ) from wrong
    return _json(text, of=name)
