"""Measure the overlap of a survey of one's own from the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.errors import Refused
from mandorla.value.survey import told
from mandorla.value.survey.measured import measured
from mandorla.value.survey.read import SurveyFile, read_survey

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from rich.console import Console

    from mandorla.value.survey.measured import Measured
    from mandorla.value.survey.read import Survey


class Command(BaseCommand):
    """`mandorla measure_overlap ORGANIZATION.csv MEMBERS.csv`; no database is asked."""

    help = (
        "Measures what two sides share, from two files with a row for each respondent: 100 points, "
        "a column for each item, or the best and worst of screens (docs/value.md). It needs no "
        "database and keeps nothing."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("organization", type=Path, help="what the organization answered, CSV or .xlsx")
        add("members", type=Path, help="what the members answered, CSV or .xlsx")
        add("--json", action="store_true", help="print JSON")
        add("--leave-out", action="store_true", help="leave rows out that cannot be used")
        add("--seed", type=int, default=0, help="of what is drawn by lot, 0 or more; default: 0")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the result; problems go to the error output.

        Raises:
            Refused: A file cannot be read, or not every row can be used.
        """
        from rich.console import Console  # slow import

        if options["seed"] < 0:
            raise Refused(_("The seed is a whole number, 0 or more."))
        survey = read_survey(
            organization=_file(options["organization"]), members=_file(options["members"])
        )
        if survey.problems:
            self._tell_problems(survey, is_json=options["json"])
            if not (options["leave_out"] and survey.can_leave_out):
                self._refuse(survey, options)
        found = measured(survey, seed=options["seed"])
        if options["json"]:
            self.stdout.write(json.dumps(told.as_data(found), indent=2, ensure_ascii=False))
        else:
            # Django's own wrapper would end every part of a table with a new line.
            _show(Console(file=options.get("stdout"), highlight=False), found)

    def _tell_problems(self, survey: Survey, *, is_json: bool) -> None:
        if is_json:
            data = told.problems_as_data(survey.problems)
            self.stderr.write(json.dumps(data, indent=2, ensure_ascii=False), str)
            return
        for problem in survey.problems[: told.MOST_TOLD]:
            self.stderr.write(str(problem), str)
        more = len(survey.problems) - told.MOST_TOLD
        if more > 0:
            self.stderr.write(_("… and {count} more.").format(count=f"{more:,}"), str)

    def _refuse(self, survey: Survey, options: dict[str, Any]) -> None:
        if options["json"]:
            sys.exit(1)  # what is wrong is said; a sentence behind it would break the JSON
        if survey.can_leave_out:
            sentence = ngettext(
                "Nothing was measured. Correct the file, or leave that row out: --leave-out.",
                "Nothing was measured. Correct the files, or leave those {count} rows out: "
                "--leave-out.",
                survey.left_out,
            )
            raise Refused(sentence.format(count=survey.left_out))
        raise Refused(_("Nothing was measured. Correct the files: leaving rows out is not enough."))


def _show(console: Console, found: Measured) -> None:
    from rich.markup import escape  # slow import
    from rich.table import Table  # slow import

    console.print(f"[bold]{escape(told.sentence(found))}[/bold]", soft_wrap=True)
    table = Table(box=None, pad_edge=False)
    table.add_column(_("item"), overflow="fold")
    for heading in (_("organization"), _("members"), _("shared"), _("tension")):
        table.add_column(heading, justify="right", no_wrap=True)
    for item in found.figures.items:
        cells = (item.organization, item.members, item.share, item.tension)
        table.add_row(escape(item.item), *("–" if n is None else f"{n:.3f}" for n in cells))
    console.print(table)
    lines = [] if found.why_hidden else told.lines(found)
    lines += [
        (f"{found.figures.respondents:,}", _("members answered")),
        (f"{found.figures.organization_answers:,}", _("answers for the organization")),
    ]
    for value, words in lines:
        console.print(f"{value:>14}  {words}", soft_wrap=True)
    for note in told.notes(found):
        console.print(escape(note), soft_wrap=True)


def _file(path: Path) -> SurveyFile:
    """A file as it is.

    Raises:
        Refused: It cannot be read.
    """
    try:
        return SurveyFile(path.name, path.read_bytes())
    except OSError as problem:
        raise Refused(
            _("{file} cannot be read: {why}.").format(file=path, why=problem.strerror)
        ) from problem
