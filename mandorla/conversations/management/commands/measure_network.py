"""Say how a network crosses units, from a file of ties and one of units."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.conversations.network_files import read_network
from mandorla.conversations.network_told import as_data, lines

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from mandorla.conversations.network_files import NetworkFiles

TOLD = 20  # problems


class Command(BaseCommand):
    """`mandorla measure_network EDGES.csv --units UNITS.csv`; no database is asked."""

    help = (
        "Says how far ties lead out of units, against what chance would give, and which pairs of "
        "units talk less than expected. EDGES has the columns source, target and perhaps weight, "
        "UNITS the columns person and unit. Units of fewer than five people are told together. It "
        "needs no database and keeps nothing."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("edges", type=Path, metavar="EDGES", help="who is tied to whom, CSV")
        add("--units", type=Path, metavar="UNITS", help="who is of which unit, CSV")
        add("--directed", action="store_true", help="a tie back is another tie")
        add("--seed", type=int, default=0, help="of what is dealt by lot, 0 or more; default: 0")
        add("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the figures, or why there are none.

        Raises:
            Refused: A file cannot be read, not every row can be used, or an option is none.
        """
        from mandorla.core.network import measure_network  # slow import

        if options["seed"] < 0:
            raise Refused(_("The seed is a whole number, 0 or more."))
        network = _network(options["edges"], options["units"])
        found = measure_network(
            network.ties(directed=options["directed"]),
            network.labels(),
            units=len(network.units),
            seed=options["seed"],
        )
        if options["json"]:
            data = as_data(found, network.units)
            self.stdout.write(json.dumps(data, indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(lines(found, network.units)))


def _network(edges: Path, units: Path | None) -> NetworkFiles:
    found = read_network(
        _bytes(edges),
        edges_name=edges.name,
        units=_bytes(units) if units else None,
        units_name=units.name if units else "",
    )
    if found.problems:
        told = [str(problem) for problem in found.problems[:TOLD]]
        if len(found.problems) > TOLD:
            told.append(_("… and {count} more.").format(count=len(found.problems) - TOLD))
        told.append(_("Nothing was measured. Correct them and run it again."))
        raise Refused("\n".join(told))
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise Refused(
            _("{file} cannot be read: {why}.").format(file=path, why=problem.strerror)
        ) from problem
