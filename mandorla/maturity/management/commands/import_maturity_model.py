"""Bring a maturity model from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.maturity.known import known_indicators
from mandorla.maturity.models import ModelVersion
from mandorla.maturity.reading import read_file

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`mandorla import_maturity_model FILE`: a model, or a new version of one, is in use."""

    help = (
        "Brings a maturity model from a TOML or YAML file. With --dry-run it only says whether the "
        "file is a model, and where it is not."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a TOML or YAML file")
        parser.add_argument("--dry-run", action="store_true", help="only look at the file")

    def handle(self, *_args: Any, file: Path, dry_run: bool, **_options: Any) -> None:
        """Bring it.

        Raises:
            Refused: The file cannot be read or something in it is wrong; the place is named.
        """
        try:
            data = file.read_bytes()
        except OSError as problem:
            raise Refused(
                _("{file} cannot be read: {why}").format(file=file, why=problem.strerror)
            ) from problem
        content = read_file(data, name=file.name, known=known_indicators())
        if dry_run:
            self.stdout.write(_("{file} is a model.").format(file=file.name))
            return
        found = ModelVersion.bring(content, by=None, at=timezone.now())
        self.stdout.write(_("{model} is in use.").format(model=found))
