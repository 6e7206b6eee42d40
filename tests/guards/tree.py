"""The files of the repository, read once for all guards."""

from __future__ import annotations

import ast
import functools
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "mandorla"
EDGES = {"views", "api", "jobs", "forms"}


@functools.cache
def kept_files() -> tuple[Path, ...]:
    """Every file that is, or is about to be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in sorted(listed.split("\0")) if name)
    return tuple(path for path in paths if path.is_file())


@functools.cache
def text(path: Path) -> str:
    """What a file holds; nothing for one that is not text."""
    content = path.read_bytes()
    return "" if b"\0" in content[:8000] else content.decode(errors="replace")


@functools.cache
def syntax(path: Path) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse(text(path))


def files(pattern: str, *, under: Path = ROOT) -> list[Path]:
    """The kept files under a folder whose path below it matches a glob such as `*.py`."""
    return [path for path in kept_files() if path.is_relative_to(under) and path.match(pattern)]


def code() -> list[Path]:
    """The Python files of the product, without migrations."""
    return [path for path in files("*.py", under=PACKAGE) if "migrations" not in path.parts]


def is_edge(path: Path) -> bool:
    """Whether a file is a door: page, API, job, form or command."""
    return bool(EDGES & {path.stem, *path.parts}) or "management" in path.parts


def named(path: Path) -> str:
    """A file's path as a person would write it."""
    return str(path.relative_to(ROOT))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a parsed file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def prose() -> list[Path]:
    """The documents for people."""
    return files("*.md")


def refuse(found: Iterable[str], advice: str) -> None:
    """Fail with every offending line, and with what to do instead."""
    lines = list(found)
    assert not lines, "\n".join([advice, *lines])
