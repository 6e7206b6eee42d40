"""Rows that were refused, as a file one can open in Excel and send to HR."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# A cell that begins with one of these is run as a formula by Excel and others.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def safe(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> safe("=1+1")
    "'=1+1"
    """
    text = str(cell)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) else text


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV with a byte order mark, by which Excel knows that it is UTF-8."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow([safe(heading) for heading in headings])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def refused_csv(rows: Iterable[Sequence[object]]) -> str:
    """The refused rows with their number in the file and the reason."""
    headings = [
        _("Row"), _("Reason"), _("E-mail"), _("Employee number"), _("Name"), _("Unit"),
    ]  # fmt: skip
    return as_csv(headings, rows)
