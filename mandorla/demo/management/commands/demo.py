from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from mandorla.demo.builder import build_world, is_built


class Command(BaseCommand):
    help = (
        "Build the demo: an invented organization of about 600 people with twelve communities. "
        "It is built into an empty instance only."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare `--on`."""
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            metavar="DATE",
            help="tell the story as if today were this day (default: today)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Build the world, or say that it is here already."""
        if is_built():
            self.stdout.write("The demo world is here already; nothing was changed.")
            return
        say = self.stdout.write if options["verbosity"] > 1 else lambda _name: None
        build_world(on=options["on"] or localdate(), progress=say)
        self.stdout.write("Halden Works is built: 608 people in 14 units, twelve communities.")
