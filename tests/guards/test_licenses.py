"""Nothing of what is installed with Mandorla asks for more than its own license allows."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata

from tests.guards.tree import ROOT, refuse, text

PIN = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
# The Lesser GPL allows use as a library. NumPy and SciPy carry a compiler's run-time library whose
# exception allows that as well.
COPYLEFT = re.compile(
    r"\bA?GPL|(?<!Lesser )General Public License|\bSSPL\b|\bEUPL\b|Commons Clause"
)
ALLOWED = re.compile(r"\bLGPL[\w.+-]*|GPL-3\.0[\w-]* WITH GCC-exception-3\.1|Lesser General[\w ]*")


def _licenses(name: str) -> list[str]:
    """What a package says of its license, in its short forms."""
    about = metadata(name)
    named = [*(about.get_all("License-Expression") or []), *(about.get_all("License") or [])]
    short = [line for line in named if line and len(line) < 120]
    classified = about.get_all("Classifier") or []
    return short + [line for line in classified if line.startswith("License ::")]


def test_runtime_packages_are_not_copyleft():
    found = []
    for name in PIN.findall(text(ROOT / "requirements.txt")):
        try:
            said = _licenses(name)
        except PackageNotFoundError:  # for another system or Python
            continue
        if not said:
            found.append(f"{name}: says nothing")
        found += [f"{name}: {line}" for line in said if COPYLEFT.search(ALLOWED.sub("", line))]

    refuse(found, "It may not be a run-time dependency")
