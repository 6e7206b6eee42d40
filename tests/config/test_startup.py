"""Start-up stays quick because what is heavy loads where it is used."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

HEAVY = {
    "argon2",
    "dateutil.rrule",
    "granian",
    "markdown_it",
    "ninja",
    "numpy",
    "openpyxl",
    "psycopg",
    "pydantic",
    "rapidfuzz",
    "requests",
    "rich",
    "scipy",
    "snowballstemmer",
    "yaml",
}
LOADED = """
import sys
from mandorla.config.command import main
sys.argv = ["mandorla", *{arguments}]
try:
    main()
finally:
    print("loaded:", *sorted({heavy} & set(sys.modules)))
"""


@pytest.mark.parametrize("arguments", [["--help"], ["check"]], ids=["help", "check"])
def test_command_loads_nothing_heavy(arguments, tmp_path):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MANDORLA_", "DATABASE_"))}
    code = LOADED.format(arguments=arguments, heavy=HEAVY)

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={
            **kept,
            "MANDORLA_DATA": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "mandorla.config.settings",
        },
        check=True,
        capture_output=True,
        text=True,
    )

    assert done.stdout.splitlines()[-1] == "loaded:"
