"""Import a register from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.register.intake import rehearse, take_in
from mandorla.register.readers import READERS, read_register

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from rich.console import Console

    from mandorla.register.found import FoundRegister
    from mandorla.register.intake import Outcome

NOTES_SHOWN = 30


class Command(BaseCommand):
    """`mandorla import_register DIR`, `mandorla import_register kubernetes PATH`."""

    help = (
        "Imports communities: from a folder of our own YAML files, or from the register of "
        f"another organization ({', '.join(READERS)}). Importing the same again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("what", metavar="DIR|REGISTER", help=f"a folder, or one of {', '.join(READERS)}")
        add("path", nargs="?", type=Path, metavar="PATH", help="the folder of that register")
        add("--dry-run", action="store_true", help="say what would change, and change nothing")
        add("--all-notes", action="store_true", help="show every note, however many there are")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import, say what was written, unchanged and refused.

        Raises:
            CommandError: Something was refused; what was good is written all the same.
        """
        from rich.console import Console  # slow import

        console = Console(file=options.get("stdout"), highlight=False, soft_wrap=True)
        outcome = self._import(console, _register(options), dry_run=options["dry_run"])
        shown = None if options["all_notes"] else NOTES_SHOWN
        _tell(console, outcome, notes_shown=shown)
        if options["dry_run"]:
            console.print(_("Nothing was changed: this was a dry run."))
        if outcome.problems:
            raise CommandError(
                _("{count} refused; see above what and why.").format(count=len(outcome.problems))
            )

    def _import(self, console: Console, register: FoundRegister, *, dry_run: bool) -> Outcome:
        from rich.progress import Progress  # slow import

        do = rehearse if dry_run else take_in
        with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task(_("Importing"), total=len(register.communities))
            return do(
                register,
                by=None,
                at=timezone.now(),
                tick=lambda name: bar.update(task, advance=1, description=name),
            )


def _register(options: dict[str, Any]) -> FoundRegister:
    what, path = options["what"], options["path"]
    if what in READERS:
        if path is None:
            raise CommandError(
                _("Say where: mandorla import_register {what} PATH").format(what=what)
            )
        return read_register(what, path)
    if path is not None:
        raise CommandError(
            _("There is no reader for “{what}”. Known: {known}.").format(
                what=what, known=", ".join(READERS)
            )
        )
    return read_register("", Path(what))


def _tell(console: Console, outcome: Outcome, *, notes_shown: int | None) -> None:
    from rich.markup import escape  # slow import

    for problem in outcome.problems:
        console.print(f"[red]{_('refused')}[/red]  {escape(str(problem))}")
    for note in outcome.notes[:notes_shown]:
        console.print(f"{_('note')}  {escape(note)}")
    if notes_shown is not None and len(outcome.notes) > notes_shown:
        more = len(outcome.notes) - notes_shown
        console.print(_("… and {count} more notes; --all-notes shows them.").format(count=more))
    for name, changed in outcome.updated:
        console.print(f"{_('updated')}  {escape(name)}: {escape(', '.join(changed))}")
    for number, what in (
        (len(outcome.written), _("written")),
        (len(outcome.updated), _("updated")),
        (len(outcome.unchanged), _("unchanged")),
        (len(outcome.problems), _("refused")),
        (outcome.people, _("people new")),
    ):
        console.print(f"{number:>8,}  {what}")
    if not (outcome.written or outcome.updated or outcome.problems):
        console.print(_("Nothing to change: everything in the register is here already."))
