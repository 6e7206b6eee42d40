"""The `mandorla` command: Django's runner, with every refusal said in one sentence."""

from __future__ import annotations

import gc
import os
import re
import sys


def main() -> None:
    """Run the command named on the command line; a refusal ends with exit code 1."""
    gc.set_threshold(50_000)  # loading makes many objects and drops few: look for rubbish rarely
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandorla.config.settings")
    _read_settings()
    from django.core.management import execute_from_command_line  # slow import
    from django.db import DatabaseError  # slow import

    from mandorla.base.errors import DomainError  # slow import

    try:
        execute_from_command_line(sys.argv)
    except DomainError as refusal:
        sys.exit(refusal.sentence)
    except DatabaseError as problem:
        if "--traceback" in sys.argv:
            raise
        sys.exit(_why_the_database_fails(str(problem).partition("\n")[0]))
    except BrokenPipeError:  # whoever reads, such as `head`, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except KeyboardInterrupt:
        sys.exit(130)


def _read_settings() -> None:
    try:
        from mandorla.config import settings  # slow import
    except ValueError as problem:
        sys.exit(f"A setting cannot be read. {problem}. docs/settings.md lists them all.")
    except OSError as problem:
        _refuse_folder(problem)
    if not os.access(settings.DATA_DIR, os.W_OK | os.X_OK) and settings.DATA_DIR.exists():
        _refuse_folder(PermissionError(13, "Permission denied", str(settings.DATA_DIR)))


def _refuse_folder(problem: OSError) -> None:
    sys.exit(
        f"The data folder cannot be written: {problem.filename}: {problem.strerror}. "
        "Give MANDORLA_DATA a folder that this user may write into."
    )


def _why_the_database_fails(said: str) -> str:
    if re.search(r"no such (table|column)|(relation|column) .* does not exist", said):
        return (
            f"The database is not set up, or not up to date: {said}. "
            "`mandorla start --no-serve` sets it up."
        )
    return (
        f"The database cannot be used: {said}. Look at DATABASE_URL and MANDORLA_DATA; "
        "--traceback shows where it happened."
    )
