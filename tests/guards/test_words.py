"""What a reader of the repository should not find."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tests.guards.tree import ROOT, kept_files, named, refuse, text

# Written in pieces, so that these rules do not find themselves.
REGISTRY = re.compile(
    r"\b(?:pypi|npmjs|pythonhosted|unpkg|jsdelivr|deb\.debian|registry\.npm)"
    r"\.(?:org|com|net)",
    re.IGNORECASE,
)
MACHINE_PATH = re.compile(r"(?<![\w.}/-])/(?:work|farm|home|Users|root)" + r"/[\w.]")
ISSUE_NUMBER = re.compile(
    r"\b(?:issue|ticket|pull request|PR)s?" + r"\s+#?\d+\b|(?<![\w&/#])#\d+\b", re.IGNORECASE
)
LEFT_OVER = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b" + r"|raise NotImplementedError")
CODE = {".py", ".html", ".css", ".js", ".toml", ".sh", ""}


def _found(pattern: re.Pattern[str], paths: Iterable[Path]) -> list[str]:
    return [
        f"{named(path)}:{number} {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate(text(path).splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_registry_is_named():
    refuse(_found(REGISTRY, kept_files()), "pip and uv know where to look")


def test_no_path_of_one_machine_is_named():
    refuse(_found(MACHINE_PATH, kept_files()), "Name a place that every machine has")


def test_no_issue_is_named_by_number():
    paths = [path for path in kept_files() if path.suffix in CODE | {".md"}]

    refuse(_found(ISSUE_NUMBER, _without_data(paths)), "Say the reason itself")


def test_nothing_is_left_to_be_done():
    paths = [path for path in kept_files() if path.suffix in CODE and path != Path(__file__)]

    refuse(_found(LEFT_OVER, paths), "Do it now, or leave it out")


def test_lock_files_hold_no_index():
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert "--index-url" not in text(ROOT / name)
    assert not (ROOT / "uv.lock").exists()


def _without_data(paths: Iterable[Path]) -> list[Path]:
    """Colors are written like issue numbers."""
    return [path for path in paths if path.suffix != ".css" and "static" not in path.parts]
