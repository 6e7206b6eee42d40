from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _


class Command(BaseCommand):
    help = "Write what the API can do (OpenAPI 3.1) to docs/openapi.json, or check what is there."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say where, and whether to write."""
        parser.add_argument("file", nargs="?", default="docs/openapi.json", metavar="FILE")
        parser.add_argument(
            "--check", action="store_true", help="only say whether the file is up to date"
        )

    def handle(self, **options: Any) -> None:
        """Write the schema, or compare it.

        Raises:
            CommandError: The file says something else, or cannot be written.
        """
        from mandorla.api.openapi import as_text  # slow import

        path = Path(options["file"])
        if options["check"]:
            if not path.is_file() or path.read_text(encoding="utf-8") != as_text():
                raise CommandError(
                    _("{path} is not what the API can do. Run: mandorla openapi").format(path=path)
                )
            return
        try:
            path.write_text(as_text(), encoding="utf-8")
        except OSError as wrong:
            raise CommandError(
                _("{path} cannot be written: {reason}.").format(path=path, reason=wrong)
            ) from wrong
        self.stdout.write(_("Written to {path}.").format(path=path))
