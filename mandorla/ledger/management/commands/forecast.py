"""Say how likely a measure is to reach its target, from a file of readings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.errors import Refused
from mandorla.core.pace import likely_direction
from mandorla.core.scales import KINDS
from mandorla.ledger.numbers import number_of
from mandorla.ledger.odds import as_data, lines
from mandorla.ledger.readings_file import day_of, read_readings

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence
    from datetime import date

    from mandorla.base.tables import Problem
    from mandorla.core.pace import Reading

TOLD = 20  # problems


class Command(BaseCommand):
    """`mandorla forecast READINGS.csv --target X --by DATE`; no database is asked."""

    help = (
        "Says how likely a measure is to be at its target on a day, and to reach it by then, from "
        "a file with a row for each reading: the columns on (2027-03-31) and value. Under eight "
        "readings it says how many more it needs, and the pace it takes. It needs no database and "
        "keeps nothing."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("file", type=Path, metavar="READINGS", help="the readings, CSV or .xlsx")
        add(
            "--target",
            required=True,
            metavar="X",
            help="the value to reach; of a share, 0.6 or 60%%",
        )
        add("--by", required=True, metavar="DATE", help="the day it is due, 2027-03-31")
        add(
            "--kind",
            choices=KINDS,
            default="level",
            help="level for any number, share for one from 0 to 1, count for whole ones; "
            "default: level",
        )
        add(
            "--direction",
            choices=("up", "down"),
            help="whether it is to rise or to fall; default: up, unless the target lies below "
            "every reading",
        )
        add("--seed", type=int, default=0, help="of what is drawn by lot, 0 or more; default: 0")
        add("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the odds, or why there are none.

        Raises:
            Refused: The file cannot be read, not every row can be used, or an option is none.
        """
        from mandorla.core.forecast import forecast  # slow import

        kind = options["kind"]
        if options["seed"] < 0:
            raise Refused(_("The seed is a whole number, 0 or more."))
        target, by = _target(options["target"], kind), _by(options["by"])
        readings = _readings(options["file"], kind=kind, latest=timezone.localdate())
        found = forecast(
            readings,
            target=target,
            by=by,
            kind=kind,
            direction=options["direction"] or likely_direction(readings, target=target),
            seed=options["seed"],
        )
        if options["json"]:
            self.stdout.write(
                json.dumps(as_data(found), indent=2, ensure_ascii=False, allow_nan=False)
            )
        else:
            self.stdout.write("\n".join([_about(readings), *lines(found)]))


def _about(readings: Sequence[Reading]) -> str:
    sentence = ngettext(
        "{count} reading, on {last}.", "{count} readings from {first} to {last}.", len(readings)
    )
    first, last = readings[0].on.isoformat(), readings[-1].on.isoformat()
    return sentence.format(count=len(readings), first=first, last=last)


def _target(text: str, kind: str) -> float:
    try:
        return number_of(text, kind="level" if kind == "count" else kind)
    except Refused as refusal:
        raise Refused(_("--target: {what}").format(what=refusal.sentence)) from refusal


def _by(text: str) -> date:
    try:
        return day_of(text)
    except Refused as refusal:
        raise Refused(_("--by: {what}").format(what=refusal.sentence)) from refusal


def _readings(path: Path, *, kind: str, latest: date) -> Sequence[Reading]:
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise Refused(
            _("{file} cannot be read: {why}.").format(file=path, why=problem.strerror)
        ) from problem
    found = read_readings(data, file=path.name, kind=kind, latest=latest)
    if found.problems:
        raise Refused(_told(found.problems))
    return found.readings


def _told(problems: Sequence[Problem]) -> str:
    """What is wrong, row by row, and that nothing was used."""
    said = [str(problem) for problem in problems[:TOLD]]
    if len(problems) > TOLD:
        said.append(_("… and {count} more.").format(count=f"{len(problems) - TOLD:,}"))
    if not problems[0].stops:
        said.append(
            _("Nothing was used: a forecast needs every row. Correct them and run it again.")
        )
    return "\n".join(said)
