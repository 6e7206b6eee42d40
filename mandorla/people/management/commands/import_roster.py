"""Import a roster from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.people.models import RosterImport
from mandorla.people.roster.columns import split_choice
from mandorla.people.roster.headings import FIELDS
from mandorla.people.roster.refused_file import refused_csv
from mandorla.people.roster.told import in_words
from mandorla.people.roster.units import split_merge

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from rich.console import Console

    from mandorla.people.roster.plan import Plan

REFUSED_SHOWN = 20


class Command(BaseCommand):
    """`mandorla import_roster FILE`: shows what a roster would change, and changes it."""

    help = (
        "Imports people and their units from a CSV or Excel file. It says first what is new, "
        "changed, moved, gone and refused; with --dry-run that is all it does."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("file", type=Path, help="a CSV (comma, semicolon or tab) or an Excel file (.xlsx)")
        add("--dry-run", action="store_true", help="say what would change, and change nothing")
        add(
            "--map",
            action="append",
            default=[],
            metavar="COLUMN=FIELD",
            help=f"use a column as a field: {', '.join(FIELDS)}; “-” leaves it out",
        )
        add(
            "--merge",
            action="append",
            default=[],
            metavar="UNIT=UNIT",
            help="the people of the first unit go to the second; “A=A” ends an earlier merge",
        )
        add(
            "--partial",
            action="store_true",
            help="the file lists only a part of the organization: nobody is gone",
        )
        add(
            "--whole",
            action="store_true",
            help="the file lists everybody, even if that means that many are gone",
        )
        add(
            "--end-accounts",
            action="store_true",
            help="who is gone becomes inactive and cannot sign in",
        )
        add("--refused", type=Path, metavar="FILE", help="write the refused rows here, as CSV")

    def handle(self, *_args: Any, **options: Any) -> None:
        from rich.console import Console  # slow import

        merges = dict(split_merge(text) for text in options["merge"])
        roster = RosterImport.unsaved(
            data=read_bytes(options["file"]),
            file_name=options["file"].name,
            by=None,
            at=timezone.now(),
            chosen=dict(split_choice(text) for text in options["map"]),
            merges=merges,
            is_whole=not options["partial"],
            ends_accounts=options["end_accounts"],
        )
        plan = roster.plan()
        refuse_unknown(plan, merges)
        roster.look(plan)
        # Django's own wrapper would end every part of a progress bar with a new line.
        console = Console(file=options.get("stdout"), highlight=False, soft_wrap=True)
        self._show(console, roster, plan)
        if options["refused"]:
            write_text(options["refused"], refused_csv(plan.refused))
        if plan.is_empty:
            console.print(_("Nothing to change: everything in the file is known."))
        elif options["dry_run"]:
            console.print(_("Nothing was changed: this was a dry run."))
        elif plan.empties and not options["whole"]:
            raise Refused(
                _(
                    "Nothing was imported, because {count} people would leave the roster. Say "
                    "--partial if the file lists only a part of the organization, or --whole."
                ).format(count=f"{len(plan.gone):,}")
            )
        else:
            self._apply(console, roster)

    def _show(self, console: Console, roster: RosterImport, plan: Plan) -> None:
        from rich.markup import escape  # slow import

        console.print(f"[bold]{escape(roster.file_name)}[/bold]", roster.source)
        for count, words, _kind in in_words(roster.counts):
            console.print(f"{count:>10,}  {escape(words)}")
        for _tone, sentence in roster.notes:
            console.print(escape(sentence))
        if plan.suggested:
            console.print(_("These units are probably the same. To merge them:"))
        for unit in plan.suggested:
            merge = escape(f'--merge "{unit.source}={unit.target}"')
            console.print(f"  {merge}  ({escape(unit.why)}; {unit.people}, {unit.target_people})")
        for row in plan.refused[:REFUSED_SHOWN]:
            console.print(escape(_("Row {n}: {why}").format(n=row.number, why=row.reason)))
        if len(plan.refused) > REFUSED_SHOWN:
            console.print(
                _("… and {count} more refused rows; --refused FILE lists them all.").format(
                    count=f"{len(plan.refused) - REFUSED_SHOWN:,}"
                )
            )

    def _apply(self, console: Console, roster: RosterImport) -> None:
        from rich.progress import Progress  # slow import

        with Progress(console=console, transient=True) as bar:
            task = bar.add_task(_("Importing"), total=1.0)
            roster.import_now(
                at=timezone.now(), tell=lambda share: bar.update(task, completed=share)
            )
        console.print(_("Imported."))


def read_bytes(file: Path) -> bytes:
    """The content of a file.

    Raises:
        Refused: It cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as problem:
        raise Refused(
            _("{file} cannot be read: {why}.").format(file=file, why=problem.strerror)
        ) from problem


def write_text(file: Path, text: str) -> None:
    """Write a file.

    Raises:
        Refused: It cannot be written.
    """
    try:
        file.write_text(text, newline="")
    except OSError as problem:
        raise Refused(
            _("{file} cannot be written: {why}.").format(file=file, why=problem.strerror)
        ) from problem


def refuse_unknown(plan: Plan, merges: dict[str, str]) -> None:
    """Stop when somebody asks to merge a unit that is nowhere.

    Raises:
        Refused: There is no such unit.
    """
    for source in merges:
        if source in plan.no_unit:
            raise Refused(
                _("There is no unit “{unit}”, neither in the file nor here.").format(unit=source)
            )
