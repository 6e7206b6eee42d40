"""Import a strategy from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.errors import Refused
from mandorla.strategy.intake import take_in
from mandorla.strategy.plan import read_plan
from mandorla.strategy.reading import read_strategy

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from mandorla.strategy.plan import Plan


class Command(BaseCommand):
    """`mandorla import_objectives FILE`: shows what a strategy would change, and changes it."""

    help = (
        "Imports objectives and operations from a CSV or Excel file: name, kind, parent, owner, "
        "starts, ends, description. It says first what is new and changed, and names every row "
        "that cannot be used; with --dry-run that is all it does."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("file", type=Path, help="a CSV (comma, semicolon or tab) or an Excel file (.xlsx)")
        add("--dry-run", action="store_true", help="say what would change, and change nothing")
        add("--leave-out", action="store_true", help="leave out the rows that cannot be used")
        add("--json", action="store_true", help="for programs")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import, and say what was new, changed, the same and refused.

        Raises:
            CommandError: A row cannot be used and was not to be left out; nothing is written.
        """
        found = read_strategy(_read(options["file"]), file_name=options["file"].name)
        plan = read_plan(found)
        is_refused = bool(plan.problems) and not options["leave_out"]
        does = not (options["dry_run"] or is_refused)
        if does:
            plan = take_in(found, leave_out=options["leave_out"], by=None, at=timezone.now())
        if options["json"]:
            told = {"imported": does, **plan.as_data()}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(_as_text(plan, does=does))
        if is_refused:
            raise CommandError(
                ngettext(
                    "{count} row cannot be used; --leave-out imports the others.",
                    "{count} rows cannot be used; --leave-out imports the others.",
                    plan.wrong_rows,
                ).format(count=plan.wrong_rows)
            )


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise Refused(
            _("{file} cannot be read: {why}.").format(file=file, why=problem.strerror)
        ) from problem


def _as_text(plan: Plan, *, does: bool) -> str:
    lines = [str(problem) for problem in plan.problems]
    lines += [_("new: {path}").format(path=change.path) for change in plan.new]
    for change in plan.changed:
        what = ", ".join(change.what)
        lines.append(_("changed: {path} ({what})").format(path=change.path, what=what))
    if plan.unused:
        lines.append(_("Not used: {columns}.").format(columns=", ".join(plan.unused)))
    counts = (
        (len(plan.new), _("new")),
        (len(plan.changed), _("changed")),
        (len(plan.same), _("the same")),
        (plan.wrong_rows, _("cannot be used")),
    )
    lines += [f"{count:>8,}  {what}" for count, what in counts]
    if not does:
        lines.append(_("Nothing was changed."))
    elif plan.changes_nothing:
        lines.append(_("Nothing to change: everything in the file is here already."))
    return "\n".join(lines)
