"""The portfolio from the command line."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.errors import Refused
from mandorla.base.figure import percent
from mandorla.communities.models import Archetype
from mandorla.dashboards.portfolio.changes import CHANGES
from mandorla.dashboards.portfolio.columns import as_data
from mandorla.dashboards.portfolio.export import all_rows, as_csv
from mandorla.dashboards.portfolio.filters import BROUGHT, SORTS, SPAN, STAGES, WARNINGS, Filters
from mandorla.dashboards.portfolio.rules import portfolio_of
from mandorla.dashboards.portfolio.standing import WORDS, terms_on
from mandorla.people.models import Unit
from mandorla.people.models.unit import PATH_SEPARATOR as SEPARATOR

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from mandorla.dashboards.portfolio.rows import Row


class Command(BaseCommand):
    """`mandorla portfolio`: every community with its license, overlap, stage and warnings."""

    help = "Lists the communities with their licenses and figures, as the page Portfolio does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("--json", action="store_true", help="print JSON: the same as --format json")
        add("--format", choices=["table", "csv", "json"], default="table", help="default: table")
        add("--words", default="", metavar="WORDS", help="in name, purpose or leaders")
        add("--state", choices=["decide", *WORDS], default="", help="of the license")
        add("--due-within", type=int, metavar="DAYS", help="reviewed or over in so many days")
        add("--archetype", default="", metavar="KEY", help="as practice_guild")
        add("--unit", default="", help="with members from this unit or a part of it")
        add("--sponsor", default="", metavar="WORDS", help="in the name of a sponsor")
        add("--stage", choices=[*map(str, STAGES), "unknown"], default="", help="from 1 to 5")
        add("--warnings", choices=list(WARNINGS), default="")
        add("--brought", choices=list(BROUGHT), default="", help="what of it is confirmed")
        add("--overlap", type=_span, default="", metavar="40-60", help="percent, or unknown")
        add("--changed", choices=list(CHANGES), default="", help="what happened --since a day")
        add("--since", type=_day, metavar="2026-03-02", help="for --changed")
        add("--sort", choices=list(SORTS), default="name")
        add("--reverse", action="store_true", help="the other way round")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the communities that are looked for.

        Raises:
            Refused: There is no such unit, or it is not said since when something changed.
        """
        if bool(options["changed"]) != bool(options["since"]):
            raise Refused(_("Say both what changed and since when: --changed and --since."))
        names = Archetype.names()
        if options["archetype"] not in {"", *names}:
            raise Refused(_("There is no archetype “{key}”.").format(key=options["archetype"]))
        terms = terms_on(timezone.localdate())
        rows = all_rows(
            portfolio_of(None), _filters(options), terms=terms, archetypes=names, reader=None
        )
        if options["json"] or options["format"] == "json":
            found = [as_data(row) for row in rows]
            self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False, default=str))
        elif options["format"] == "csv":
            for line in as_csv(rows, with_meanings=False):
                self.stdout.write(line, ending="")
        else:
            for line in _table(rows):
                self.stdout.write(line)


def _filters(options: dict[str, Any]) -> Filters:
    names = ("words", "state", "due_within", "archetype", "sponsor", "stage", "warnings", "brought")
    sort = f"-{options['sort']}" if options["reverse"] else options["sort"]
    return Filters(
        **{name: options[name] for name in names},
        unit=_unit(options["unit"]),
        overlap=options["overlap"],
        changed=options["changed"],
        since=options["since"],
        sort=sort,
    )


def _unit(name: str) -> int | None:
    if not name:
        return None
    paths = Unit.objects.paths().items()
    found: list[int] = [pk for pk, path in paths if name in {path, path.split(SEPARATOR)[-1]}]
    if not found:
        raise Refused(_("There is no unit “{name}”.").format(name=name))
    if len(found) > 1:
        sentence = _("Several units are called “{name}”. Write its path, as “Operations / Plant”.")
        raise Refused(sentence.format(name=name))
    return found[0]


def _span(text: str) -> str:
    if text not in {"", "unknown"} and not SPAN.fullmatch(text):
        raise ArgumentTypeError("write it as 40-60, or unknown")
    return text


def _day(text: str) -> datetime:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise ArgumentTypeError("write it as 2026-03-02")
    return timezone.make_aware(datetime.combine(day, time()))


def _table(rows: Iterator[Row]) -> Iterator[str]:
    """Rows below each other, each column as wide as its widest cell."""
    heads = [
        _("community"),
        _("license"),
        _("until"),
        _("overlap"),
        _("brought"),
        _("odds"),
        _("stage"),
        _("held"),
        _("warnings"),
    ]
    cells = [heads, *(_cells(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join(padded).rstrip()
    count = len(cells) - 1
    yield ngettext("{n} community", "{n} communities", count).format(n=count)


def _cells(row: Row) -> list[str]:
    overlap = "–" if row.overlap is None else percent(row.overlap)
    if row.overlap_low is not None and row.overlap_high is not None and row.overlap is not None:
        overlap += f" ({percent(row.overlap_low)}–{percent(row.overlap_high)})"
    ends = min((day for day in (row.until_on, row.next_review_on) if day), default=None)
    return [
        row.name,
        str(WORDS[row.license_state]),
        ends.isoformat() if ends else "–",
        overlap,
        row.brought.worth or "–",
        row.brought.odds or "–",
        str(STAGES[row.stage]) if row.stage in STAGES else "–",
        "{}/{}".format(*row.held) if row.held else "–",
        "–" if row.warnings is None else str(row.warnings),
    ]
