"""`mandorla start`: everything on one machine, from nothing to a page that answers."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections

from mandorla.config import processes, start


class Command(BaseCommand):
    help = "Set Mandorla up where needed, then run the web server, the job worker and the clock."
    requires_system_checks: list[str] = []  # the programs it starts check for themselves

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="Set up only.")
        parser.add_argument(
            "--empty", action="store_true", help="No demo world: begin with the first-run page."
        )
        parser.add_argument("--host", default="127.0.0.1", help="Default: %(default)s.")
        parser.add_argument(
            "--port",
            type=int,
            default=os.environ.get("MANDORLA_PORT") or "8000",
            help="Default: MANDORLA_PORT, or 8000.",
        )

    def handle(self, *, no_serve: bool, empty: bool, host: str, port: int, **options: Any) -> None:
        if not no_serve:
            start.refuse_taken_port(host=host, port=port)
        start.prepare(say=self._say, demo=not empty)
        if no_serve:
            self._say("Everything is set up. `mandorla start` serves it.")
            return
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - only shown
        address = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"
        words = start.how_to_sign_in(address=address)
        connections.close_all()
        sys.exit(
            processes.Together(say=self._say).run(
                processes.commands(host=host, port=port),
                answers_at=(shown, port),
                when_up=lambda: self._say(f"\n{words}\nCtrl-C stops it.\n"),
            )
        )

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
