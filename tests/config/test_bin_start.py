"""`bin/start` on machines that lack something: it says what, and how to get it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("sh", "cat", "cksum", "dirname", "rm", "sed")
OLD = """#!/bin/sh
[ "$1" = --version ] && echo "Python 3.9.2" && exit 0
exit 1
"""
WITHOUT_VENV = """#!/bin/sh
case "$2" in
    *ensurepip*) exit 1 ;;
    *print*) echo 3.12 ;;
esac
exit 0
"""


@pytest.fixture
def machine(tmp_path) -> Path:
    """A machine with a fresh clone and a few tools, but without any Python."""
    for name in ("requirements.txt", "pyproject.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "bin", tmp_path / "bin")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found is not None
        (tools / name).symlink_to(found)
    return tmp_path


def start(machine: Path, *, python3: str = "") -> subprocess.CompletedProcess[str]:
    if python3:
        program = machine / "tools" / "python3"
        program.write_text(python3)
        program.chmod(0o755)
    return subprocess.run(
        [machine / "bin" / "start"],
        env={"PATH": str(machine / "tools")},
        check=False,
        capture_output=True,
        text=True,
    )


def test_start_names_the_python_it_needs_when_there_is_none(machine):
    done = start(machine)

    assert done.returncode == 1
    assert done.stderr.startswith(
        "Mandorla needs Python 3.11 or newer; this machine has: none. On Debian"
    )


def test_start_names_the_python_it_found_when_it_is_too_old(machine):
    done = start(machine, python3=OLD)

    assert done.returncode == 1
    assert "this machine has: Python 3.9.2." in done.stderr


def test_start_names_the_package_when_environments_cannot_be_made(machine):
    done = start(machine, python3=WITHOUT_VENV)

    assert done.returncode == 1
    assert done.stderr == (
        "Python 3.12 is here, but it cannot make environments (venv, ensurepip). "
        "On Debian or Ubuntu: apt-get install python3.12-venv\n"
    )
    assert not (machine / ".venv").exists()
