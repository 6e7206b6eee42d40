"""How far an import is, told from one process to another.

A rehearsal is one transaction, so while it runs the database shows nothing of it, and SQLite lets
nobody else write: how far it is lies in a small file beside the database.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def _file(pk: int) -> Path:
    return Path(settings.DATA_DIR) / "progress" / f"register-{pk}"


def tell(pk: int, share: float) -> None:
    """An import is this far: 0 at its beginning, 1 at its end."""
    file = _file(pk)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{share:.3f}")


def told(pk: int) -> float | None:
    """How far an import is; None when nobody said, as on another machine."""
    try:
        return float(_file(pk).read_text())
    except (OSError, ValueError):
        return None


def end(pk: int) -> None:
    """There is nothing more to tell about an import."""
    _file(pk).unlink(missing_ok=True)
