"""Export the register to files from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.communities.models import Community
from mandorla.register.export import export

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla export_register DIR`."""

    help = "Writes every community to a YAML file of its own; docs/register.md says what is in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the files, and say how many.

        Raises:
            Refused: The folder cannot be written.
        """
        from rich.console import Console  # slow import
        from rich.progress import Progress  # slow import

        console = Console(file=options.get("stdout"), highlight=False, soft_wrap=True)
        communities = Community.objects.all()
        with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task(_("Exporting"), total=communities.count())
            try:
                changed, same, others = export(
                    communities,
                    options["folder"],
                    tick=lambda name: bar.update(task, advance=1, description=name),
                )
            except OSError as error:
                raise Refused(
                    _("{file} cannot be written: {why}.").format(
                        file=error.filename, why=error.strerror
                    )
                ) from error
        console.print(f"{len(changed):>8,}  {_('files written')}")
        console.print(f"{len(same):>8,}  {_('files unchanged')}")
        if others:
            sentence = _(
                "{count} other files are of no community here and were left alone: {names}"
            )
            console.print(
                sentence.format(count=len(others), names=", ".join(others[:10])), markup=False
            )
