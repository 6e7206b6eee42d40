"""How far a long piece of work is, told from one process to another.

An import is one transaction, so while it runs the database shows nothing of it, and SQLite lets
nobody else write: how far it is lies in a small file beside the database.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models


def _file(work: models.Model) -> Path:
    return Path(settings.DATA_DIR) / "progress" / f"{work._meta.label_lower}-{work.pk}"


def tell(work: models.Model, share: float) -> None:
    """The work is this far: 0 at its beginning, 1 at its end."""
    file = _file(work)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{share:.3f}")


def told(work: models.Model) -> float | None:
    """How far the work is; None when nobody said, as on another machine."""
    try:
        return float(_file(work).read_text())
    except (OSError, ValueError):
        return None


def percent(work: models.Model) -> int | None:
    """The same in whole percent."""
    share = told(work)
    return None if share is None else round(100 * share)


def end(work: models.Model) -> None:
    """There is nothing more to tell about it."""
    _file(work).unlink(missing_ok=True)
