"""Where the shared data lies: a folder beside the repository that not every machine has."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared(name: str) -> Path:
    """The path of a file or folder of the shared data, or a skip that says it is absent."""
    path = ROOT / name
    if not path.exists():
        pytest.skip(f"the shared data “{name}” is not on this machine")
    return path
